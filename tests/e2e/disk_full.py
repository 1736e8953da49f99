#!/usr/bin/python3
"""The data directory's disk is full in the middle, on the real executable: without a window and with one. Watching goes on in
memory, the window and an alert say so, and both go when there is room again, with nothing missing. The disk is a small tmpfs in
a mount namespace of this test's own, which needs no root where the kernel lets users have one."""

import csv
import datetime
import errno
import io
import os
import subprocess
import sys
import time

INSIDE = "VEDETTE_E2E_OWN_MOUNTS"
RULE = "The history is not written"

if INSIDE not in os.environ:
    own = ["unshare", "--map-root-user", "--mount"]
    probe = subprocess.run([*own, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, text=True)
    if probe.returncode != 0:
        print(f"SKIP   : TstDiskFull::e2e a disk of its own cannot be mounted here: {probe.stderr.strip()}")
        print("Totals: 0 passed, 0 failed, 1 skipped, 0 blacklisted")
        sys.exit(0)
    os.execvpe(own[0], [*own, sys.executable, *sys.argv], {**os.environ, INSIDE: "1"})

import accessible  # noqa: E402
from accessible import accessible_texts  # noqa: E402
from session import VEDETTE, BusMonitor, Cases, Desktop, terminate, wait_for  # noqa: E402

INTERVAL = 0.5


class Disk:
    """A small disk, and a file on it that takes what room is left."""

    def __init__(self, directory, megabytes=12):
        os.makedirs(directory)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "none", directory], check=True)
        self.directory, self.ballast = directory, f"{directory}/ballast"

    def fill(self):
        with open(self.ballast, "ab", buffering=0) as out:
            for size in (1 << 16, 1 << 12):
                try:
                    while True:
                        out.write(b"x" * size)
                except OSError as error:
                    assert error.errno == errno.ENOSPC, error

    def free(self):
        os.remove(self.ballast)

    def is_full(self):
        status = os.statvfs(self.directory)
        return status.f_bavail == 0


def exported(desktop, data, metric):
    done = subprocess.run([VEDETTE, "export", "--match", metric, "--format", "csv", "--data-dir", data], env=desktop.env, capture_output=True,
                          text=True, timeout=30)
    assert done.returncode == 0, done.stderr
    rows = list(csv.reader(io.StringIO(done.stdout)))[1:]
    return [(datetime.datetime.fromisoformat(row[0]).timestamp(), float(row[2])) for row in rows]


def nothing_is_missing(desktop, data):
    points = exported(desktop, data, "vedette_history_writing")
    assert {value for _, value in points} == {0.0, 1.0}, f"not both: {points}"
    gaps = [after[0] - before[0] for before, after in zip(points, points[1:])]
    assert max(gaps) < 4 * INTERVAL, f"a gap of {max(gaps):g} s"
    print(f"{len(points)} points, the longest step {max(gaps):g} s, interval {INTERVAL:g} s", flush=True)
    dropped = exported(desktop, data, 'vedette_queue_dropped_total{queue="history"}')
    assert dropped[-1][1] == 0, f"{dropped[-1][1]:g} batches dropped"


def rows_of_the_alert(desktop, data):
    database = desktop.database("alerts.sqlite", data)
    try:
        return database.execute("SELECT state FROM alerts WHERE name = ?", (RULE,)).fetchall()
    finally:
        database.close()


def without_a_window(desktop):
    data = f"{desktop.dir}/headless"
    disk = Disk(data)
    console = desktop.start_console("--headless", "--data-dir", data, "--interval", str(INTERVAL))
    wait_for("the history", lambda: os.path.exists(f"{data}/history.sqlite"))
    time.sleep(3)
    disk.fill()
    wait_for("the word on its error stream", lambda: "make room" in open(f"{desktop.dir}/console.log").read(), 20)
    time.sleep(13)
    assert console.poll() is None, "it ended"
    disk.free()
    wait_for("the alert, resolved", lambda: rows_of_the_alert(desktop, data) == [(3,)], 60, 0.5)
    terminate(console)
    nothing_is_missing(desktop, data)


class Windowed:
    def __init__(self, desktop):
        self.desktop = desktop
        self.data = f"{desktop.dir}/windowed"

    def the_window_and_an_alert_say_so(self):
        self.disk = Disk(self.data)
        self.monitor = BusMonitor(self.desktop)
        self.console = self.desktop.start_console("--data-dir", self.data, "--interval", str(INTERVAL))
        self.desktop.window()
        time.sleep(3)
        self.disk.fill()
        wait_for("the words in the window", self.told, 20, 0.5)
        wait_for("the notification", lambda: [c for c in self.monitor.calls() if c["summary"] == RULE], 40)
        assert self.disk.is_full()
        if "VEDETTE_E2E_SHOT" in os.environ:
            self.desktop.screenshot(os.environ["VEDETTE_E2E_SHOT"])

    def told(self):
        return [text for text in accessible_texts() if "history is not being written" in text and "make room" in text]

    def both_go_when_there_is_room_again(self):
        self.disk.free()
        wait_for("the words to go", lambda: not self.told(), 20, 0.5)
        wait_for("the notice of the end", lambda: [c for c in self.monitor.calls() if c["summary"] == f"Resolved: {RULE}"], 60)
        wait_for("the end in SQLite", lambda: rows_of_the_alert(self.desktop, self.data) == [(3,)], 20)
        terminate(self.console)

    def nothing_is_missing(self):
        nothing_is_missing(self.desktop, self.data)


if __name__ == "__main__":
    cases = Cases("TstDiskFull")
    with Desktop(accessibility=True) as desktop:
        accessible.use(desktop)
        cases.run(without_a_window, desktop)
        windowed = Windowed(desktop)
        for case in (windowed.the_window_and_an_alert_say_so, windowed.both_go_when_there_is_room_again, windowed.nothing_is_missing):
            cases.run(case)
    cases.finish()
