#!/usr/bin/python3
"""How the history's cost grows: 1 k, 10 k and 100 k series, 1, 7 and 30 days of them, as a table and as a picture.

    growth.py build/release/tests/bench_growth docs/history-growth.svg [--seconds 120] [--keep FILE] [--series N...]
    growth.py --drawn FILE docs/history-growth.svg       draws again what --keep kept

Everything goes through the live path, one sample a minute and series. Writing that takes longer than --seconds (of one number of
series, all days together) stops there: its last point is where it came to, hollow in the picture and marked in the table.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile

SERIES = [1_000, 10_000, 100_000]
DAYS = [1, 7, 30]
QUESTIONS = [("hour_ms", "one series, its last hour", ""), ("chart_ms", "20 series over everything, 300 steps", "6 3"),
             ("all_ms", "all series, last 5 minutes", "1.5 3")]

# Colours that stand on white and on a dark page alike.
COLOURS = ["#2f81d6", "#d9822b", "#c2478f"]
STYLE = """
  text { font-family: sans-serif; font-size: 12px; fill: #24292f; }
  .title { font-size: 18px; font-weight: bold; } .panel { font-size: 14px; font-weight: bold; } .faint { fill: #59636e; }
  .page { fill: #ffffff; } .grid { stroke: #d8dee4; fill: none; } .frame { stroke: #8c959f; fill: none; }
  .hollow { fill: #ffffff; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .faint { fill: #9198a1; } .page, .hollow { fill: #0d1117; }
    .grid { stroke: #2b323b; } .frame { stroke: #656c76; }
  }
"""
WIDTH, HEIGHT = 1000, 860
PANEL_WIDTH, PANEL_HEIGHT = 325, 245


def number(value):
    """Three digits at least where there are so many, with k and M beyond four."""
    for limit, factor, unit in ((1e6, 1e6, " M"), (1e4, 1e3, " k")):
        if value >= limit:
            return number(value / factor) + unit
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def measure(program, series, days, seconds):
    points = []
    for count in series:
        with tempfile.TemporaryDirectory() as directory:
            command = [program, f"{directory}/history", str(count), str(seconds)] + [str(day) for day in days]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
                for line in process.stdout:
                    points.append(json.loads(line))
                    print(row(points[-1]), flush=True)
            if process.returncode != 0:
                sys.exit(f"{program} failed: {process.returncode}")
    return points


HEADER = ("   series     days   memory       file  B/sample    append   with roll-ups        CPU   1 series, 1 h   20 series, all   all, 5 min\n"
          "                       MiB        MiB             M samples/s  M samples/s  us/sample            ms               ms           ms")


def row(point):
    mark = " " if point["whole"] else "*"
    text = (f"{point['series']:9,} {point['days']:8.4g}{mark}{point['memory_mib']:8.0f} {point['bytes'] / 2**20:10.1f} "
            f"{point['bytes'] / point['samples']:9.2f} {point['append'] / 1e6:13.2f} {point['rolled'] / 1e6:12.2f} "
            f"{point['processor_s'] / point['samples'] * 1e6:10.3f} {point['hour_ms']:13.2f} {point['chart_ms']:16.1f} {point['all_ms']:12.1f}")
    if point["dropped"] or point["error"]:
        text += f"   {point['dropped']} batches dropped {point['error']}"
    return text


class Panel:
    """One log-log diagram: days to the right, a cost upwards."""

    def __init__(self, left, top, title, unit, lines, days):
        self.left, self.top, self.title, self.unit, self.lines = left, top, title, unit, lines
        values = [value for line in lines for _, value, _ in line["points"]]
        self.low, self.high = math.log10(min(values)) - 0.12, math.log10(max(values)) + 0.12
        if self.high - self.low < 1:  # a decade at least, or a wobble looks like a trend
            middle = (self.high + self.low) / 2
            self.low, self.high = middle - 0.5, middle + 0.5
        self.first, self.last = math.log10(min(days)) - 0.06, math.log10(max(days)) + 0.06

    def x(self, day):
        return self.left + (math.log10(day) - self.first) / (self.last - self.first) * PANEL_WIDTH

    def y(self, value):
        return self.top + PANEL_HEIGHT * (1 - (math.log10(value) - self.low) / (self.high - self.low))

    def ticks(self):
        span = self.high - self.low
        steps = (1, 2, 5) if span < 2.6 else (1,)
        every = 1 if span < 5 else 2
        for decade in range(math.floor(self.low), math.ceil(self.high) + 1):
            for step in steps:
                value = step * 10.0**decade
                if self.low <= math.log10(value) <= self.high and (decade % every == 0 or len(steps) > 1):
                    yield value

    def draw(self):
        right, bottom = self.left + PANEL_WIDTH, self.top + PANEL_HEIGHT
        out = [f'<text class="panel" x="{self.left}" y="{self.top - 12}">{self.title}</text>',
               f'<text class="faint" x="{right}" y="{self.top - 12}" text-anchor="end">{self.unit}</text>']
        for value in self.ticks():
            y = self.y(value)
            out.append(f'<path class="grid" d="M{self.left} {y:.1f}H{right}"/>')
            out.append(f'<text x="{self.left - 6}" y="{y + 4:.1f}" text-anchor="end">{number(value)}</text>')
        for day in DAYS:
            x = self.x(day)
            out.append(f'<path class="grid" d="M{x:.1f} {self.top}V{bottom}"/>')
            out.append(f'<text x="{x:.1f}" y="{bottom + 16}" text-anchor="middle">{day}</text>')
        out.append(f'<text class="faint" x="{(self.left + right) / 2}" y="{bottom + 32}" text-anchor="middle">days</text>')
        out.append(f'<rect class="frame" x="{self.left}" y="{self.top}" width="{PANEL_WIDTH}" height="{PANEL_HEIGHT}"/>')
        for line in self.lines:
            at = [(self.x(day), self.y(value), whole) for day, value, whole in line["points"]]
            path = "L".join(f"{x:.1f} {y:.1f}" for x, y, _ in at)
            out.append(f'<path d="M{path}" fill="none" stroke="{line["colour"]}" stroke-width="2" stroke-dasharray="{line["dash"]}"/>')
            for x, y, whole in at:
                fill = f'fill="{line["colour"]}"' if whole else 'class="hollow"'
                out.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" {fill} stroke="{line["colour"]}" stroke-width="2"/>')
        return out + self.draw_labels()

    def draw_labels(self):
        """What the last point of each line says, beside it; moved apart where they would touch."""
        labels = sorted(([self.y(line["points"][-1][1]), line] for line in self.lines if line["label"]), key=lambda label: label[0])
        for _ in range(50):
            for upper, lower in zip(labels, labels[1:]):
                overlap = 15 - (lower[0] - upper[0])
                if overlap > 0:
                    upper[0] -= overlap / 2
                    lower[0] += overlap / 2
        return [f'<text x="{self.left + PANEL_WIDTH + 8}" y="{y + 4:.1f}" style="fill:{line["colour"]}">{line["label"]}</text>' for y, line in labels]


def draw(points, remark):
    series = sorted({point["series"] for point in points})
    colour = {count: COLOURS[i % len(COLOURS)] for i, count in enumerate(series)}
    days = DAYS + [point["days"] for point in points]

    def lines(value, label, dash=""):
        result = []
        for count in series:
            own = [point for point in points if point["series"] == count]
            result.append({"colour": colour[count], "dash": dash, "label": label(own[-1]) if label else "",
                           "points": [(point["days"], value(point), point["whole"]) for point in own]})
        return result

    def bytes_a_sample(point):
        return point["bytes"] / point["samples"]

    def milliseconds(value):
        return f"{value:.2f} ms" if value < 1 else f"{number(value)} ms"

    columns, rows = (70, 565), (150, 500)
    questions = [line for key, _, dash in QUESTIONS
                 for line in lines(lambda point: point[key], lambda point: milliseconds(point[key]), dash)]
    panels = [
        Panel(columns[0], rows[0], "Memory of the process", "MiB",
              lines(lambda point: point["memory_mib"], lambda point: f"{number(point['memory_mib'])} MiB"), days),
        Panel(columns[1], rows[0], "Files on disk", "MiB",
              lines(lambda point: point["bytes"] / 2**20, lambda point: f"{bytes_a_sample(point):.2f} B/sample"), days),
        Panel(columns[0], rows[1], "Append, live", "samples/s",
              lines(lambda point: point["append"], lambda point: f"{point['append'] / 1e6:.2f} M/s"), days),
        Panel(columns[1], rows[1], "Time of a query", "ms", questions, days),
    ]
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">',
           f"<style>{STYLE}</style>", f'<rect class="page" width="{WIDTH}" height="{HEIGHT}"/>',
           '<text class="title" x="30" y="36">How the history’s cost grows</text>',
           '<text class="faint" x="30" y="58">One sample a minute and series: a third constant, a third counters, a third gauges of two '
           'random decimals. Log-log; the labels are of the last point.</text>']
    at = 30
    for count in series:
        out.append(f'<circle cx="{at + 6}" cy="84" r="5" fill="{colour[count]}"/><text x="{at + 18}" y="88">{count:,} series</text>')
        at += 130
    if not all(point["whole"] for point in points):
        out.append(f'<circle class="hollow" cx="{at + 6}" cy="84" r="4" stroke="#8c959f" stroke-width="2"/>'
                   f'<text x="{at + 18}" y="88">as far as the time allowed for writing went</text>')
    at = 30
    out.append(f'<text class="faint" x="{at}" y="110">Time of a query:</text>')
    at += 110
    for _, name, dash in QUESTIONS:
        out.append(f'<path d="M{at} 106h34" stroke="#8c959f" stroke-width="2" stroke-dasharray="{dash}"/><text x="{at + 42}" y="110">{name}</text>')
        at += 70 + 6.6 * len(name)
    for panel in panels:
        out += panel.draw()
    notes = ["Memory: the most the process had at the end of an hour, with what is not sealed yet. Files: the samples, their roll-ups (about as large "
             "here,", "at one sample a minute), and SQLite’s log, 4 MiB however little there is. Append: until the writer has it, roll-ups not counted. "
             "A query: the median", "of five, cache warm, on the history that is being written; every day but the newest is rolled up. " + remark]
    for i, note in enumerate(notes):
        out.append(f'<text class="faint" x="30" y="{HEIGHT - 48 + 17 * i}">{note}</text>')
    out.append("</svg>")
    return "\n".join(out) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", nargs="?", help="bench_growth")
    parser.add_argument("picture", help="the SVG to write")
    parser.add_argument("--seconds", type=float, default=120, help="to write for, at most, of each number of series")
    parser.add_argument("--series", type=int, nargs="+", default=SERIES)
    parser.add_argument("--keep", help="file for what was measured, a line a point")
    parser.add_argument("--drawn", metavar="FILE", help="draw what --keep kept, measure nothing")
    parser.add_argument("--remark", default="", help="to stand under the picture: what else the machine did, for example")
    options = parser.parse_args()
    print(HEADER)
    if options.drawn:
        with open(options.drawn, encoding="utf-8") as file:
            points = [json.loads(line) for line in file]
        print("\n".join(row(point) for point in points))
    else:
        if not options.program or not os.access(options.program, os.X_OK):
            parser.error("bench_growth is missing: ninja -C build/release bench_growth")
        points = measure(options.program, options.series, DAYS, options.seconds)
    if not all(point["whole"] for point in points):
        print(f"* stopped after {options.seconds:.0f} s of writing" if not options.drawn else "* as far as the time allowed for writing went")
    if options.keep:
        with open(options.keep, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(point) + "\n" for point in points)
    with open(options.picture, "w", encoding="utf-8") as file:
        file.write(draw(points, options.remark))


if __name__ == "__main__":
    main()
