#!/usr/bin/python3
"""The history beside Prometheus: the same OpenMetrics file into both, time, memory and disk, in one run.

    store_cost.py build/release/vedette FILE.om

FILE.om as the data sets of the bench make it (one sample a line). Needs promtool (Debian's prometheus).
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time


def run(command):
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{command[0]} failed: {status}")
    return time.monotonic() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def size(directory):
    return sum(os.path.getsize(os.path.join(where, name)) for where, _, names in os.walk(directory) for name in names)


def main():
    vedette, path = sys.argv[1:3]
    with open(path, "rb") as file:
        samples = sum(piece.count(b"\n") for piece in iter(lambda: file.read(1 << 24), b"")) - 1
    with tempfile.TemporaryDirectory() as directory:
        peers = [("vedette", [vedette, "import", path, "--data-dir", f"{directory}/v"], f"{directory}/v")]
        if shutil.which("promtool"):
            peers.append(("promtool", ["promtool", "tsdb", "create-blocks-from", "openmetrics", path, f"{directory}/p"], f"{directory}/p"))
        for name, command, where in peers:
            wall, cpu, memory = run(command)
            print(f"{name:10} {wall:6.2f} s   CPU {cpu:6.2f} s   peak {memory:5.0f} MiB   {size(where) / samples:.3f} B/sample", flush=True)
        wall, cpu, _ = run([vedette, "history", "compact", "--data-dir", f"{directory}/v"])
        print(f"compacted  {wall:6.2f} s   CPU {cpu:6.2f} s                   {size(f'{directory}/v') / samples:.3f} B/sample")
        wall, _, _ = run([vedette, "history", "verify", "--data-dir", f"{directory}/v"])
        print(f"verified   {wall:6.2f} s")


if __name__ == "__main__":
    main()
