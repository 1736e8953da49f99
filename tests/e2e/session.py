"""A private desktop for tests: Xvfb, a window manager, a tray, a notification service and a session bus of its own."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

SOURCE = os.environ.get("VEDETTE_SOURCE", os.path.join(os.path.dirname(__file__), "..", ".."))
VEDETTE = os.environ.get("VEDETTE_EXECUTABLE", os.path.join(SOURCE, "build", "release", "vedette"))

# No <servicedir>: a real service of the machine must not be started in place of ours.
BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir={dir}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"""

# The menu that dunst would show for a notification's buttons: picks the line of the wanted button.
MENU = """#!/bin/sh
grep -m1 -F "$(cat {dir}/button)"
"""


def wait_for(what, condition, seconds=10.0, step=0.05):
    """The condition's first true value, or an AssertionError that names what was waited for."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds:g} s in vain for: {what}")
        time.sleep(step)


class Desktop:
    """Use as a context manager; every process it starts dies with it."""

    def __init__(self, width=1440, height=900, tray=True, notifications=True, accessibility=False):
        self.size = f"{width}x{height}x24"
        self.want_tray, self.want_notifications, self.want_accessibility = tray, notifications, accessibility
        self.processes = []

    def __enter__(self):
        self.dir = tempfile.mkdtemp(prefix="vedette-e2e-")
        os.chmod(self.dir, 0o700)
        self.env = {
            "HOME": self.dir, "PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL": "C.UTF-8", "TZ": "UTC",
            "XDG_RUNTIME_DIR": self.dir, "XDG_DATA_HOME": f"{self.dir}/data", "XDG_CONFIG_HOME": f"{self.dir}/config",
            "XDG_CACHE_HOME": f"{self.dir}/cache", "QT_QPA_PLATFORM": "xcb",
        }
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"):
            if name in os.environ:
                self.env[name] = os.environ[name]
        try:
            self._start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def _start(self):
        read_end, write_end = os.pipe()
        self.spawn(["Xvfb", "-displayfd", str(write_end), "-screen", "0", self.size, "-nolisten", "tcp", "-noreset"], pass_fds=[write_end])
        os.close(write_end)
        # To the end of the line: a pipe closed between the number and its newline would kill the server.
        with os.fdopen(read_end) as answer:
            self.env["DISPLAY"] = ":" + answer.readline().strip()
        wait_for("the display", lambda: "=" in self.run(["xprop", "-root"], check=False))
        with open(f"{self.dir}/bus.conf", "w") as config:
            config.write(BUS_CONFIG.format(dir=self.dir))
        bus = self.spawn(["dbus-daemon", f"--config-file={self.dir}/bus.conf", "--nofork", "--print-address"], stdout=subprocess.PIPE)
        self.env["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        self.spawn(["openbox"])
        wait_for("the window manager", lambda: "_NET_SUPPORTING_WM_CHECK(WINDOW)" in self.run(["xprop", "-root"], check=False))
        if self.want_accessibility:
            self.env["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
            self.spawn(["/usr/libexec/at-spi-bus-launcher", "--launch-immediately"])
            wait_for("the accessibility bus", lambda: "org.a11y.Bus" in self.names())
        if self.want_tray:
            self.spawn(["trayer", "--edge", "bottom", "--align", "right", "--width", "10", "--height", "24"])
            wait_for("a tray host", lambda: self.run(["xdotool", "search", "--class", "trayer"], check=False).strip())
        if self.want_notifications:
            menu = f"{self.dir}/menu"
            with open(menu, "w") as script:
                script.write(MENU.format(dir=self.dir))
            os.chmod(menu, 0o700)
            with open(f"{self.dir}/dunstrc", "w") as config:
                config.write(f"[global]\ndmenu = {menu}\ntimeout = 0\n[urgency_low]\ntimeout=0\n[urgency_normal]\ntimeout=0\n"
                             "[urgency_critical]\ntimeout=0\n")
            self.spawn(["dunst", "-conf", f"{self.dir}/dunstrc"])
            wait_for("the notification service", lambda: "org.freedesktop.Notifications" in self.names())

    def __exit__(self, *_):
        for process in reversed(self.processes):
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        for process in self.processes:
            process.wait()
        shutil.rmtree(self.dir, ignore_errors=True)

    def spawn(self, command, **options):
        options.setdefault("stdout", subprocess.DEVNULL)
        options.setdefault("stderr", subprocess.DEVNULL)
        # A group of its own: what it starts in turn (the accessibility bus does) ends with it.
        process = subprocess.Popen(command, env=self.env, stdin=subprocess.DEVNULL, start_new_session=True, **options)
        self.processes.append(process)
        return process

    def run(self, command, check=True):
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=20)
        if check and done.returncode != 0:
            raise AssertionError(f"{command[0]} failed: {done.stderr}")
        return done.stdout

    # The console ------------------------------------------------------------------------------------------------------
    def start_console(self, *arguments):
        self.console_log = open(f"{self.dir}/console.log", "ab")
        return self.spawn([VEDETTE, *arguments], stdout=self.console_log, stderr=self.console_log)

    def window(self, seconds=15):
        """The id of the console's mapped main window."""
        return wait_for("the console's window", lambda: (self.run(
            ["xdotool", "search", "--onlyvisible", "--name", "Vedette"], check=False).split() or [None])[0], seconds)

    def names(self):
        """What is on the session bus."""
        return self.run(["gdbus", "call", "--session", "--dest", "org.freedesktop.DBus", "--object-path", "/org/freedesktop/DBus",
                         "--method", "org.freedesktop.DBus.ListNames"])

    def screenshot(self, path):
        self.run(["import", "-window", "root", path])

    def database(self, name, data_dir=None):
        """A read-only connection to one of the console's databases."""
        path = os.path.join(data_dir or f"{self.dir}/data/vedette", name)
        return sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)

    # The notification service -----------------------------------------------------------------------------------------
    def displayed(self):
        return int(self.run(["dunstctl", "count", "displayed"]))

    def press(self, button):
        """Presses a button of the newest notification, as the user would in dunst's menu."""
        with open(f"{self.dir}/button", "w") as wanted:
            wanted.write(button)
        self.run(["dunstctl", "context"])


class BusMonitor:
    """Every Notify call on the session bus, with the time at which the bus carried it."""

    def __init__(self, desktop):
        self.path = f"{desktop.dir}/monitor-{time.monotonic_ns()}.log"
        self.out = open(self.path, "wb")
        self.process = desktop.spawn(["dbus-monitor", "--session", "interface='org.freedesktop.Notifications',member='Notify'"], stdout=self.out)
        wait_for("the bus monitor", lambda: os.path.getsize(self.path) > 0)

    def calls(self):
        """A list of {time, replaces, summary, body}."""
        found = []
        with open(self.path, errors="replace") as log:
            text = log.read()
        for chunk in re.split(r"(?m)^(?=method call )", text):
            head = re.match(r"method call time=([0-9.]+) .*member=Notify", chunk)
            if not head:
                continue
            strings = re.findall(r'(?m)^   string "((?:[^"\\]|\\.|"(?!$))*)"$', chunk)
            replaces = re.search(r"(?m)^   uint32 (\d+)$", chunk)
            if len(strings) >= 4:
                found.append({"time": float(head.group(1)), "replaces": int(replaces.group(1)), "summary": strings[2], "body": strings[3], "text": chunk})
        return found


class Cases:
    """Runs functions as test cases and ends like QTest, so that one script counts them all."""

    def __init__(self, name):
        self.name, self.passed, self.failed = name, 0, 0

    def run(self, function, *arguments):
        try:
            function(*arguments)
        except Exception as error:  # a failed case must not hide the ones after it
            import traceback
            traceback.print_exc()
            print(f"FAIL!  : {self.name}::{function.__name__} {error}", flush=True)
            self.failed += 1
        else:
            print(f"PASS   : {self.name}::{function.__name__}", flush=True)
            self.passed += 1

    def finish(self):
        print(f"Totals: {self.passed} passed, {self.failed} failed, 0 skipped, 0 blacklisted")
        sys.exit(1 if self.failed else 0)


def terminate(process, seconds=2.0):
    """SIGTERM; how long it took to end. Fails where it takes longer."""
    started = time.monotonic()
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(seconds + 5)
    except subprocess.TimeoutExpired:
        raise AssertionError("SIGTERM did not end it")
    took = time.monotonic() - started
    assert took <= seconds, f"it took {took:.2f} s to end"
    return took
