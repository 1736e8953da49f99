#!/usr/bin/python3
"""A screen reader walks through everything the window shows, while tables change and the machine is busy."""

import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(__file__))
from session import Cases, Desktop  # noqa: E402

READER = '''
import sys, time, gi
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib
Atspi.init()

end = time.monotonic() + float(sys.argv[1])

def walk(node):
    read = 0
    try:
        for i in range(min(node.get_child_count(), 400)):
            if time.monotonic() > end:  # on a busy machine one walk can take longer
                break
            child = node.get_child_at_index(i)
            if child is not None:
                child.get_name()
                read += 1 + walk(child)
    except GLib.Error:
        pass  # it went away meanwhile
    return read

read = 0
while time.monotonic() < end:
    desktop = Atspi.get_desktop(0)
    for i in range(desktop.get_child_count()):
        application = desktop.get_child_at_index(i)
        if application and application.get_name().lower().startswith("vedette"):
            read += walk(application)
print(read)
'''


def reading_while_tables_change_does_no_harm(desktop):
    busy = [subprocess.Popen(["sh", "-c", "while :; do :; done"]) for _ in range(2)]
    try:
        for start in range(4):
            process = desktop.start_console("--tab", "system", "--data-dir", f"{desktop.dir}/data{start}", "--config-dir", f"{desktop.dir}/config{start}")
            read = int(desktop.run(["/usr/bin/python3", "-c", READER, "5"]) or 0)
            assert process.poll() is None, f"the console ended with {process.returncode}"
            assert read > 200, f"only {read} things were read"
            process.terminate()
            process.wait(5)
            time.sleep(0.2)
    finally:
        for each in busy:
            each.kill()


if __name__ == "__main__":
    cases = Cases("TstScreenReader")
    with Desktop(tray=False, notifications=False, accessibility=True) as desktop:
        cases.run(reading_while_tables_change_does_no_harm, desktop)
    cases.finish()
