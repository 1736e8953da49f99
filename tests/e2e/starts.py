#!/usr/bin/python3
"""The command line as a user meets it: the real executable, a real display, a second start, bad directories, signals."""

import os
import resource
import signal
import stat
import subprocess
import time

from session import Cases, Desktop, VEDETTE, terminate, wait_for


def run(desktop, *arguments, seconds=15):
    return subprocess.run([VEDETTE, *arguments], env=desktop.env, capture_output=True, text=True, timeout=seconds, stdin=subprocess.DEVNULL)


def one_line(result, code, *words):
    assert result.returncode == code, f"exit code {result.returncode}, wanted {code}: {result.stderr}"
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, f"not one line: {result.stderr!r}"
    for word in words:
        assert word in lines[0], f"{word!r} is not in {lines[0]!r}"


def help_and_version_need_nothing(desktop):
    assert run(desktop, "--version").stdout.startswith("vedette ")
    assert "--data-dir" in run(desktop, "--help").stdout


def an_unknown_option_is_one_line_and_code_2(desktop):
    one_line(run(desktop, "--nonsense"), 2, "--nonsense", "--help")


def an_unwritable_directory_is_one_line_and_code_2(desktop):
    one_line(run(desktop, "--headless", "--data-dir", "/proc/vedette"), 2, "/proc/vedette", "--data-dir")


def damaged_settings_are_named_and_left_as_they_are(desktop):
    config = f"{desktop.dir}/broken"
    os.makedirs(config)
    damaged = '{"interval": '
    with open(f"{config}/settings.json", "w") as file:
        file.write(damaged)
    one_line(run(desktop, "--headless", "--config-dir", config, "--data-dir", f"{desktop.dir}/d1"), 2, "settings.json")
    with open(f"{config}/settings.json") as file:
        assert file.read() == damaged, "the damaged file was overwritten"


def headless_ends_on_sigterm_and_sigint_with_everything_flushed(desktop):
    for number in (signal.SIGTERM, signal.SIGINT):
        data = f"{desktop.dir}/headless-{number}"
        process = desktop.start_console("--headless", "--data-dir", data, "--interval", "0.2")
        wait_for("the history file", lambda: os.path.exists(f"{data}/history.sqlite"))
        time.sleep(1.5)
        started = time.monotonic()
        process.send_signal(number)
        assert process.wait(5) == 0
        assert time.monotonic() - started < 2.0
        assert os.path.getsize(f"{data}/log/vedette.log") > 0
        assert stat.S_IMODE(os.stat(data).st_mode) == 0o700


def a_crash_leaves_no_core_file(desktop):
    """Under limits that let every other program leave one, which is seen first where this machine keeps them beside the program."""
    folder = f"{desktop.dir}/crash"
    os.makedirs(folder)
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]

    def crashed(number, command, ready):
        process = desktop.spawn(command, cwd=folder, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (hard, hard)))
        wait_for("it to run", ready)
        with open(f"/proc/{process.pid}/limits") as file:
            limit = next(line.split()[4:6] for line in file if line.startswith("Max core file size"))
        process.send_signal(number)
        assert process.wait(20) != 0
        cores = os.listdir(folder)
        for core in cores:
            os.remove(f"{folder}/{core}")
        return cores, limit

    with open("/proc/sys/kernel/core_pattern") as pattern:
        if pattern.read()[0] not in "|@/" and hard != 0:
            assert crashed(signal.SIGSEGV, ["sleep", "60"], lambda: True)[0], "another program leaves none either: nothing is shown"
    for number in (signal.SIGSEGV, signal.SIGABRT):
        data = f"{desktop.dir}/crash-{number}"
        cores, limit = crashed(number, [VEDETTE, "--headless", "--data-dir", data], lambda: os.path.exists(f"{data}/history.sqlite"))
        assert not cores, cores
        # One byte: a program that collects crashes is not even started, see core_files.cpp.
        assert limit == ["1", "1"], limit


def headless_beside_a_running_console_is_refused(desktop):
    data = f"{desktop.dir}/beside"
    first = desktop.start_console("--headless", "--data-dir", data)
    wait_for("the history file", lambda: os.path.exists(f"{data}/history.sqlite"))
    one_line(run(desktop, "--headless", "--data-dir", data), 2, "another console is running", data)
    terminate(first)


def a_second_start_raises_the_first_window_and_ends_with_0(desktop):
    first = desktop.start_console()
    window = desktop.window()
    desktop.run(["xdotool", "windowminimize", "--sync", window])
    second = run(desktop)
    assert second.returncode == 0, second.stderr
    wait_for("the window to be raised", lambda: desktop.run(["xdotool", "getactivewindow"], check=False).strip() == window)
    terminate(first)


def a_window_ends_on_sigterm_within_two_seconds(desktop):
    process = desktop.start_console("--data-dir", f"{desktop.dir}/w")
    desktop.window()
    time.sleep(1)
    terminate(process)
    assert process.returncode == 0, process.returncode


if __name__ == "__main__":
    cases = Cases("TstStarts")
    with Desktop(notifications=False) as desktop:
        for case in (help_and_version_need_nothing, an_unknown_option_is_one_line_and_code_2, an_unwritable_directory_is_one_line_and_code_2,
                     damaged_settings_are_named_and_left_as_they_are, headless_ends_on_sigterm_and_sigint_with_everything_flushed,
                     a_crash_leaves_no_core_file, headless_beside_a_running_console_is_refused,
                     a_second_start_raises_the_first_window_and_ends_with_0, a_window_ends_on_sigterm_within_two_seconds):
            cases.run(case, desktop)
    cases.finish()
