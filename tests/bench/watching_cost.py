#!/usr/bin/python3
"""What it costs to watch this machine: Vedette beside its peers in one run, CPU of the program and of the X server, and PSS.

    watching_cost.py [--seconds 60] [--processes 0] build/release/vedette

Each program runs alone on a fresh Xvfb for the given time after ten seconds of settling. --processes N adds N sleeping ones.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "e2e"))
from session import Desktop  # noqa: E402

TICKS = os.sysconf("SC_CLK_TCK")


def family(pid):
    pids = [pid]
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat") as stat:
                    if int(stat.read().rsplit(")", 1)[1].split()[1]) == pid:
                        pids += family(int(entry))
            except (OSError, ValueError):
                pass
    return pids


def cpu(pids):
    """User and system seconds, threads that have ended included."""
    total = 0
    for pid in pids:
        try:
            with open(f"/proc/{pid}/stat") as file:
                fields = file.read().rsplit(")", 1)[1].split()
            total += (int(fields[11]) + int(fields[12])) / TICKS
        except OSError:
            pass
    return total


def pss(pids):
    total = 0
    for pid in pids:
        try:
            with open(f"/proc/{pid}/smaps_rollup") as file:
                total += next(int(line.split()[1]) for line in file if line.startswith("Pss:"))
        except (OSError, StopIteration):
            pass
    return total / 1024


def measure(name, command, seconds, terminal=False, services=False):
    """services: on a bus of its own that starts services, where the program's figures come from one (ksystemstats)."""
    if not shutil.which(command[0]):
        print(f"{name:44} is not installed")
        return
    if services:
        command = ["dbus-run-session", "--", *command]
    with Desktop(tray=False, notifications=False) as desktop:
        desktop.env["SHELL"] = "/bin/sh"
        if terminal:
            os.makedirs(f"{desktop.dir}/config/btop")
            with open(f"{desktop.dir}/config/btop/btop.conf", "w") as config:
                config.write("update_ms = 1000\n")
            command = ["script", "-qfc", "stty rows 50 cols 160; exec " + " ".join(command), "/dev/null"]
            desktop.env["TERM"] = "xterm-256color"
        xvfb = desktop.processes[0].pid
        process = desktop.spawn(command)
        time.sleep(10)
        if process.poll() is not None:
            print(f"{name:44} did not start")
            return
        pids = family(process.pid)
        before, before_x, begun = cpu(pids), cpu([xvfb]), time.monotonic()
        time.sleep(seconds)
        took = time.monotonic() - begun
        own, x = (cpu(pids) - before) / took * 100, (cpu([xvfb]) - before_x) / took * 100
        print(f"{name:44} CPU {own:6.2f} %   X server {x:5.2f} %   sum {own + x:6.2f} %   PSS {pss(family(process.pid)):6.1f} MB", flush=True)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("vedette")
    arguments.add_argument("--seconds", type=int, default=60)
    arguments.add_argument("--processes", type=int, default=0)
    arguments.add_argument("--only", default="", help="those whose name holds this")
    options = arguments.parse_args()
    vedette = os.path.abspath(options.vedette)
    sleepers = [subprocess.Popen(["sleep", "3600"]) for _ in range(options.processes)]
    with tempfile.TemporaryDirectory() as directory:
        try:
            headless = [vedette, "--headless", "--data-dir", f"{directory}/a", "--config-dir", f"{directory}/ac"]
            window = [vedette, "--tab", "system", "--data-dir", f"{directory}/b", "--config-dir", f"{directory}/bc"]
            runs = [
                ("vedette --headless, 1 s", headless, {}),
                ("btop, 1 s", ["btop", "--utf-force"], {"terminal": True}),
                ("vedette, System tab, 1 s", window, {}),
                ("gnome-system-monitor, resources, 1 s", ["gnome-system-monitor", "--show-resources-tab"], {}),
                ("plasma-systemmonitor, history", ["plasma-systemmonitor", "--page-id", "history.page"], {"services": True}),
            ]
            for name, command, how in runs:
                if options.only in name:
                    measure(name, command, options.seconds, **how)
        finally:
            for sleeper in sleepers:
                sleeper.kill()


if __name__ == "__main__":
    main()
