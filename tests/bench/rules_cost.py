#!/usr/bin/python3
"""What a folder of rule files costs over this machine's own live series.

    rules_cost.py build/release/vedette FOLDER [--seconds 120]

Two consoles without a window run beside each other for the same time, every second a sample, one of them with all rule files (*.yml, *.yaml) below
the folder; neither has a pack switched on. Told is the difference of their CPU time.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

PACKS = ("machine", "services", "slo", "applications", "databases", "caches", "vedette")
WARM_UP = 20  # seconds: reading the rules, the first rounds


def cpu_seconds(pid):
    """Of the process with all threads that it ever had."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def pss(pid):
    with open(f"/proc/{pid}/smaps_rollup") as file:
        return int(re.search(r"(?m)^Pss: +(\d+) kB", file.read()).group(1)) / 1024


def start(executable, directory, files):
    rules = os.path.join(directory, "config", "rules")
    os.makedirs(rules)
    for number, path in enumerate(files):
        shutil.copy(path, os.path.join(rules, f"{number:04}-{os.path.basename(path)}"))
    with open(os.path.join(rules, "switches.txt"), "w") as out:
        out.writelines(f"off {pack}\n" for pack in PACKS)
    environment = {"PATH": "/usr/bin:/bin", "HOME": directory, "LC_ALL": "C.UTF-8", "TZ": "UTC",
                   "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}
    return subprocess.Popen([executable, "--headless", "--interval", "1", "--data-dir", f"{directory}/data", "--config-dir", f"{directory}/config"],
                            env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("executable")
    parser.add_argument("folder")
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--copies", type=int, default=1, help="every file so many times")
    arguments = parser.parse_args()
    files = sorted(os.path.join(folder, name) for folder, _, names in os.walk(arguments.folder) for name in names
                   if name.endswith((".yml", ".yaml"))) * arguments.copies
    with tempfile.TemporaryDirectory(prefix="vedette-rules-cost-") as directory:
        checked = subprocess.run([arguments.executable, "check", "rules", *files], capture_output=True, text=True, check=False)
        rules = sum(int(found) for found in re.findall(r"SUCCESS: (\d+) rules? found", checked.stdout + checked.stderr))
        consoles = {"without rules": start(arguments.executable, f"{directory}/a", []),
                    f"with {len(files)} files, {rules} rules": start(arguments.executable, f"{directory}/b", files)}
        try:
            time.sleep(WARM_UP)
            before = {name: cpu_seconds(each.pid) for name, each in consoles.items()}
            began = time.monotonic()
            time.sleep(arguments.seconds)
            took = time.monotonic() - began
            costs = {}
            for name, each in consoles.items():
                costs[name] = (cpu_seconds(each.pid) - before[name]) / took * 100
                print(f"{name}: {costs[name]:.2f} % of a core, PSS {pss(each.pid):.0f} MB")
            first, second = costs.values()
            print(f"the rules: {second - first:.2f} % of a core")
            refused = set()
            for name in os.listdir(f"{directory}/b/data/log"):
                with open(f"{directory}/b/data/log/{name}", errors="replace") as log:
                    refused.update(re.findall(r"(\d{4}-\S+?\.ya?ml):\d+:\d+:", log.read()))
            print(f"files with a fault: {len(refused)}", *sorted(refused))
        finally:
            for each in consoles.values():
                each.kill()
                each.wait()


if __name__ == "__main__":
    sys.exit(main())
