#!/usr/bin/python3
"""The commands of the real executable: import, export and history, without a display."""

import csv
import gzip
import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.dirname(__file__))
from session import VEDETTE  # noqa: E402

T0 = 1_700_006_400


def text(series, points, step=5):
    """OpenMetrics of some gauges, one series after the other."""
    lines = ["# TYPE load gauge\n"]
    for s in range(series):
        lines += [f'load{{n="{s}"}} {value(s, i)} {T0 + i * step}\n' for i in range(points)]
    return "".join(lines) + "# EOF\n"


def value(series, i):
    return (series * 7919 + i * i) % 1000 / 8


class Commands(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory(prefix="vedette-commands-")
        self.data = os.path.join(self.directory.name, "data")

    def tearDown(self):
        self.directory.cleanup()

    def vedette(self, *arguments, code=0, stdin=None):
        environment = {"PATH": "/usr/bin:/bin", "HOME": self.directory.name, "LC_ALL": "C.UTF-8"}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
            if name in os.environ:
                environment[name] = os.environ[name]
        done = subprocess.run([VEDETTE, *arguments, "--data-dir", self.data], env=environment, input=stdin, capture_output=True, timeout=60)
        self.assertEqual(done.returncode, code, done.stderr.decode())
        return done.stdout.decode(), done.stderr.decode()

    def file(self, name, content):
        path = os.path.join(self.directory.name, name)
        with open(path, "wb") as out:
            out.write(content if isinstance(content, bytes) else content.encode())
        return path

    def exported(self, selector, *more):
        out, _ = self.vedette("export", "--match", selector, "--format", "csv", *more)
        return [(row[0], row[1], float(row[2])) for row in list(csv.reader(io.StringIO(out)))[1:]]

    def test_what_was_imported_is_exported(self):
        out, _ = self.vedette("import", self.file("a.om", text(70, 300)))
        self.assertIn("21000 samples of 70 series", out)
        for s in (0, 63, 64, 69):
            rows = self.exported(f'load{{n="{s}"}}')
            self.assertEqual([row[2] for row in rows], [value(s, i) for i in range(300)])
        self.assertEqual(rows[0][0], "2023-11-15T00:00:00.000Z")
        self.assertEqual(rows[1][0], "2023-11-15T00:00:05.000Z")
        some = self.exported('{n=~"1|2"}', "--start", "2023-11-15T00:00:10", "--end", str(T0 + 20))
        self.assertEqual([row[1] for row in some], ['load{n="1"}'] * 3 + ['load{n="2"}'] * 3)
        # And what is exported can be imported again.
        om, _ = self.vedette("export", "--match", "load")
        self.data += "2"
        self.vedette("import", "-", "--format", "openmetrics", stdin=om.encode())
        again, _ = self.vedette("export", "--match", "load")
        self.assertEqual(om, again)
        self.assertEqual(om.count("\n"), 21000 + 2)
        document, _ = self.vedette("export", "--match", 'load{n="3"}', "--format", "json")
        self.assertEqual(json.loads(document)[0]["values"][2], [T0 + 10, str(value(3, 2)).removesuffix(".0")])

    def test_an_export_says_what_the_metrics_are_and_others_read_it(self):
        lines = ["# TYPE took_seconds histogram\n", "# UNIT took_seconds seconds\n", "# HELP took_seconds How long \\\"it\\\" took.\n"]
        for host in range(100):
            for i in range(20):
                for le, count in (("0.5", i), ("1.0", 2 * i), ("+Inf", 3 * i + host)):
                    lines.append(f'took_seconds_bucket{{host="{host}",le="{le}"}} {count} {T0 + i * 15}.25\n')
                lines.append(f'took_seconds_count{{host="{host}"}} {3 * i + host} {T0 + i * 15}.25\n')
                lines.append(f'took_seconds_sum{{host="{host}"}} {i / 4:g} {T0 + i * 15}.25\n')
        lines += ["# TYPE sent_bytes counter\n", "# HELP sent_bytes Sent.\n"]
        lines += [f'sent_bytes_total{{host="{host}"}} {i * host} {T0 + i * 15}\n' for host in range(100) for i in range(20)]
        imported = "".join(lines)
        self.vedette("import", self.file("a.om", imported + "# EOF\n"))
        om, _ = self.vedette("export", "--match", '{__name__!=""}')
        self.assertEqual(sorted(om.splitlines()), sorted((imported + "# EOF\n").replace(".25\n", ".250\n").splitlines()))
        path = self.file("b.om", om)
        once = self.exported('{__name__!=""}')
        self.data += "2"
        self.vedette("import", path)
        self.assertEqual(self.exported('{__name__!=""}'), once)
        again, _ = self.vedette("export", "--match", '{__name__!=""}')
        self.assertEqual(again, om)
        # A part of a histogram is none without its buckets.
        part, _ = self.vedette("export", "--match", "took_seconds_sum")
        self.assertTrue(part.startswith("# HELP took_seconds_sum How"), part[:80])
        if shutil.which("promtool"):
            made = subprocess.run(["promtool", "tsdb", "create-blocks-from", "openmetrics", path, os.path.join(self.directory.name, "blocks")],
                                  capture_output=True, timeout=60)
            self.assertEqual(made.returncode, 0, made.stderr.decode())

    def test_gzip_and_milliseconds(self):
        prometheus = "".join(f"up {i % 2} {(T0 + i) * 1000 + 250}\n" for i in range(100))
        self.vedette("import", self.file("b.prom.gz", gzip.compress(prometheus.encode())))
        rows = self.exported("up")
        self.assertEqual((len(rows), rows[3]), (100, ("2023-11-15T00:00:03.250Z", "up", 1.0)))
        _, told = self.vedette("import", self.file("c.gz", gzip.compress(b"up 1 2\n")), code=2)
        self.assertIn("--format", told)
        _, told = self.vedette("import", self.file("d.prom.gz", gzip.compress(b"up 1 2\n" * 9999)[:-20]), code=2)
        self.assertIn("ends in the middle", told)

    def test_what_is_older_than_it_is_kept_is_said_once(self):
        now = int(time.time())
        def at(days):
            return f"up 1 {(now - days * 86400) * 1000}\n"
        old = [self.file("old.prom", at(800) + at(16)), self.file("older.prom", at(900))]
        _, told = self.vedette("import", *old)
        self.assertEqual(len(told.strip().split("\n")), 1, told)
        for number in ("15 days", "90 days", "730 days"):
            self.assertIn(number, told)
        _, told = self.vedette("import", self.file("new.prom", at(14)))
        self.assertEqual(told, "")
        self.file("settings.json", json.dumps({"history/retention_days": 10}))
        _, told = self.vedette("import", self.file("newer.prom", at(13)), "--config-dir", self.directory.name)
        self.assertIn("older than the 10 days", told)

    def test_twice_is_once(self):
        path = self.file("a.om", text(3, 50))
        self.vedette("import", path)
        self.vedette("import", path)
        self.assertEqual(len(self.exported("load")), 150)

    def test_the_first_bad_line_is_named_and_what_was_before_is_kept(self):
        good = text(2, 40).replace("# EOF\n", "")
        _, told = self.vedette("import", self.file("bad.om", good + 'load{n="0} 1 5\n# EOF\n'), code=2)
        self.assertIn("line 82", told)
        self.assertEqual(len(told.strip().split("\n")), 1)
        self.assertEqual(len(self.exported("load")), 80)
        _, told = self.vedette("import", self.file("timeless.prom", "up 1 1700006400000\nup 2\n"), code=2)
        self.assertIn("line 2: the sample has no time", told)

    def test_wrong_questions_get_an_answer(self):
        for arguments, word in ((["export", "--match", "a{"], "1:3: parse error"), (["export", "--match", "a"], "not there"),
                                (["history"], "not there"), (["import", "/nonexistent.om"], "cannot be opened"),
                                (["import", self.directory.name], "directory"), (["history", "polish"], "--help")):
            _, told = self.vedette(*arguments, code=2)
            self.assertIn(word, told)
            self.assertEqual(len(told.strip().split("\n")), 1, told)

    def test_rule_files_are_checked_as_promtool_does(self):
        rule = "{record: a, expr: 1}"
        good = self.file("good.yml", "groups:\n- {name: g, rules: [" + rule + "]}\n")
        unwise = self.file("unwise.yml", "groups:\n- {name: g, rules: [" + rule + ", " + rule + "]}\n")
        bad = self.file("bad.yml", "groups:\n- name: g\n  x: y\n  rules:\n  - record: a\n    expr: up +\n")
        self.assertEqual(self.vedette("check", "rules", good), (f"Checking {good}\n  SUCCESS: 1 rules found\n\n", ""))
        out, told = self.vedette("check", "rules", good, bad, code=1)
        self.assertEqual(out, f"Checking {good}\n  SUCCESS: 1 rules found\n\nChecking {bad}\n\n")
        self.assertEqual(told, f'  FAILED:\n{bad}: 3:3: field x not found in a rule group\n'
                         f'{bad}: 6:15: group "g", rule 1, "a": could not parse expression: 1:5: parse error: unexpected end of input\n')
        self.assertIn("1 duplicate rule(s) found", self.vedette("check", "rules", unwise)[1])
        self.vedette("check", "rules", "--lint-fatal", unwise, code=3)
        self.vedette("check", "rules", "--lint-fatal", unwise, bad, code=1)
        self.vedette("check", "rules", "--lint-fatal", "--lint", "none", unwise)
        with open(bad, "rb") as file:
            _, told = self.vedette("check", "rules", "--ignore-unknown-fields", "-", code=1, stdin=file.read())
        self.assertEqual(told.count("\n"), 2, told)
        self.assertIn("standard input: 6:15: ", told)
        self.assertIn("No such file", self.vedette("check", "rules", "/nonexistent.yml", code=1)[1])
        self.vedette("check", code=2)

    def test_rules_are_tested_as_promtool_does(self):
        self.file("r1.yml", "groups:\n- {name: g, rules: [{record: a, expr: b + 1}, {alert: A, expr: b}]}\n")
        self.file("r2.yml", "groups:\n- name: h\n  x: y\n  rules: []\n")
        asked = "tests:\n- name: one\n  input_series: [{series: b, values: 1}]\n" \
                "  promql_expr_test: [{expr: a, exp_samples: [{labels: a, value: %d}]}]\n" \
                "  alert_rule_test: [{alertname: A, exp_alerts: [{}]}]\n"
        good = self.file("good.test", "rule_files: ['r[1].yml', r1.yml]\n" + asked % 2)
        bad = self.file("bad.test", "rule_files: [r1.yml, none*.yml]\n" + asked % 3)
        unread = self.file("unread.test", "rule_files: ['r?.yml']\n" + asked % 2)
        passed = f"Unit Testing:  {good}\n  SUCCESS\n\n"
        self.assertEqual(self.vedette("test", "rules", good), (passed, ""))
        out, told = self.vedette("test", "rules", good, bad, code=1)
        self.assertEqual(out, passed + f"Unit Testing:  {bad}\n\n")
        self.assertEqual(told, f"  WARNING: no file match pattern {os.path.dirname(bad)}/none*.yml\n  FAILED:\n{bad}: 5:22: name: one, "
                         'expr: "a", time: 0s,\n        exp: {__name__="a"} 3E+00\n        got: {__name__="a"} 2E+00\n')
        self.vedette("test", "rules", "--run", "two", "--run", "three", bad)
        self.vedette("test", "rules", "--run", "two", "--run", "^o", bad, code=1)
        self.assertIn("--run: missing )", self.vedette("test", "rules", "--run", "(", bad, code=2)[1])
        self.assertIn("/r2.yml: 3:3: field x not found in a rule group", self.vedette("test", "rules", unread, code=1)[1])
        self.vedette("test", "rules", "--ignore-unknown-fields", unread)
        self.assertIn("No such file", self.vedette("test", "rules", "/nonexistent.yml", code=1)[1])
        self.vedette("test", code=2)

    def test_rules_are_tried_on_the_past(self):
        # Above 90 for ten minutes, twice; the second time up to the end.
        lines = "".join(f'load{{n="0"}} {95 if i % 120 >= 100 else i % 7} {T0 + i * 30}\n' for i in range(240))
        self.vedette("import", self.file("past.om", "# TYPE load gauge\n" + lines + "# EOF\n"))
        rules = self.file("rules.yml", """groups:
- name: g
  interval: 30s
  labels: {team: core}
  rules:
  - {record: "job:load:max", expr: max by(n)(load)}
  - alert: High
    expr: job:load:max > 90
    for: 4m
    annotations: {summary: "{{ $labels.n }} has {{ $value }}"}
  - {alert: Never, expr: load > 100}
""")
        span = ["--start", str(T0), "--end", str(T0 + 239 * 30)]
        out, told = self.vedette("backtest", rules, *span, "--annotations")
        self.assertEqual(told, "")
        self.assertEqual(out, """From 2023-11-15T00:00:00.000Z to 2023-11-15T01:59:30.000Z

High: job:load:max > 90 (for 4m)
  computed by the file's recording rules: job:load:max
  from                      lasted                    worst  labels
  2023-11-15T00:54:00.000Z  6 min                     95     {n="0",team="core"}
    summary: 0 has 95
  2023-11-15T01:54:00.000Z  5 min 30 s, still firing  95     {n="0",team="core"}
    summary: 0 has 95
  fired 2 times, 11 min in all, longest 6 min, at most 1 at once

Never: load > 100
  would not have fired

""")
        out, _ = self.vedette("backtest", rules, *span, "--format", "json", "--step", "1m")
        high, never = json.loads(out)["rules"]
        self.assertEqual([firing["firedAt"] for firing in high["firings"]], ["2023-11-15T00:54:00.000Z", "2023-11-15T01:54:00.000Z"])
        self.assertEqual((high["count"], high["step"], high["firings"][1]["resolvedAt"], never["firings"]), (2, 60, None, []))
        bad = self.file("bad.yml", "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up +\n")
        self.assertIn("bad.yml: 5:", self.vedette("backtest", rules, bad, code=1)[1])
        broken = self.file("broken.yml", "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: '\"text\"'\n")
        self.assertIn("cannot be evaluated", self.vedette("backtest", broken, *span, code=1)[0])
        circle = self.file("circle.yml", "groups:\n- name: g\n  rules:\n  - {record: a, expr: b}\n  - {record: b, expr: a}\n")
        self.assertIn("a is read from the history", self.vedette("backtest", circle, *span)[1])
        self.assertIn("--start", self.vedette("backtest", rules, "--start", "soon", code=2)[1])
        self.data += "2"
        self.assertIn("not there", self.vedette("backtest", rules, code=2)[1])

    def test_an_import_that_was_killed_goes_on(self):
        path = self.file("long.om", text(400, 8640))
        process = subprocess.Popen([VEDETTE, "import", path, "--data-dir", self.data], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        database = os.path.join(self.data, "history.sqlite")
        done = 0
        deadline = time.monotonic() + 30
        while done == 0 and process.poll() is None and time.monotonic() < deadline:
            try:
                with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as look:
                    done = (look.execute("SELECT max(done_bytes) FROM import").fetchone() or [0])[0] or 0
            except sqlite3.Error:
                time.sleep(0.001)
        self.assertIsNone(process.poll(), "it ended before it could be killed")
        process.send_signal(signal.SIGKILL)
        process.wait()
        _, told = self.vedette("import", path)
        self.assertIn("going on after line", told)
        for s in (0, 200, 399):
            self.assertEqual([row[2] for row in self.exported(f'load{{n="{s}"}}')], [value(s, i) for i in range(8640)])
        self.vedette("history", "verify")

    def test_an_import_that_goes_on_knows_what_stood_before(self):
        lines = ["# TYPE took histogram\n"]
        for i in range(40):
            lines += [f'took_bucket{{le="+Inf"}} {i} {T0 + i}\n', f"took_count {i} {T0 + i}\n", f"took_sum {i} {T0 + i}\n"]
        for end, code in (("# EOF\n", 0), ("took_sum{ 1\n", 2)):
            path = self.file("long.om", "".join(lines) + end)
            self.vedette("import", self.file("other.om", "# EOF\n"))
            done = lines[:62]
            status = os.stat(path)
            with sqlite3.connect(os.path.join(self.data, "history.sqlite")) as database:
                database.execute("INSERT INTO import(file, done_bytes, line) VALUES(?, ?, ?)",
                                 (f"{path} {status.st_size} {int(status.st_mtime)}", len("".join(done)), len(done)))
            _, told = self.vedette("import", path, code=code)
            self.assertIn("going on after line 62", told)
            if code:
                self.assertIn("line 122: ", told)
            # In the middle of a histogram's point; what stands before it is not stored again.
            self.assertEqual([len(self.exported(f"took_{part}")) for part in ("bucket", "count", "sum")], [19, 20, 20])
            self.data += "2"

    def test_damage_is_found_named_and_set_aside(self):
        self.vedette("import", self.file("a.om", text(70, 2000)))
        out, _ = self.vedette("history")
        self.assertIn("series            70", out)
        out, _ = self.vedette("history", "verify")
        self.assertIn("clean", out)
        # A byte in the middle of a segment, as a bad disk would change it.
        with sqlite3.connect(os.path.join(self.data, "history.sqlite")) as database:
            blob = bytearray(database.execute("SELECT chunks FROM segment_1 WHERE block=1").fetchone()[0])
            blob[len(blob) // 2] ^= 4
            database.execute("UPDATE segment_1 SET chunks=? WHERE block=1", (bytes(blob),))
        out, told = self.vedette("history", "verify", code=2)
        self.assertIn("segment_1, row", out)
        self.assertIn("repair", told)
        out, _ = self.vedette("history", "repair")
        self.assertIn("set aside", out)
        self.assertIn(bytes(blob), open([os.path.join(self.data, name) for name in os.listdir(self.data) if name.endswith(".rows")][0], "rb").read())
        out, _ = self.vedette("history", "verify")
        self.assertIn("clean", out)
        self.assertEqual(len(self.exported('load{n="5"}')), 2000)
        self.vedette("history", "compact")
        self.assertEqual(len(self.exported('load{n="5"}')), 2000)

    def test_a_page_of_noise_costs_what_stood_on_it(self):
        self.vedette("import", self.file("a.om", text(640, 3000)))
        path = os.path.join(self.data, "history.sqlite")
        size = os.path.getsize(path)
        with open(path, "r+b") as file:
            file.seek(size // 2 // 4096 * 4096)
            file.write(os.urandom(4096))
        self.vedette("history", "verify", code=2)
        out, _ = self.vedette("history", "repair")
        self.assertTrue(out)
        out, _ = self.vedette("history", "verify")
        self.assertIn("clean", out)
        # A page may hold the beginnings of several segments; what is left is whole and true.
        kept = [s for s in range(0, 640, 8) if len(self.exported(f'load{{n="{s}"}}')) == 3000]
        self.assertGreater(len(kept), 80 // 4)
        self.assertEqual([row[2] for row in self.exported(f'load{{n="{kept[-1]}"}}')], [value(kept[-1], i) for i in range(3000)])
        self.assertTrue([name for name in os.listdir(self.data) if ".damaged-" in name])


if __name__ == "__main__":
    result = unittest.TextTestRunner(verbosity=2).run(unittest.defaultTestLoader.loadTestsFromTestCase(Commands))
    failed = len(result.failures) + len(result.errors)
    print(f"Totals: {result.testsRun - failed} passed, {failed} failed, {len(result.skipped)} skipped")
    sys.exit(1 if failed else 0)
