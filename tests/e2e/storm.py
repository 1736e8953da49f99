#!/usr/bin/python3
"""A thousand alerts begin within a second, and the console is killed in the middle of it, again and again, on the real executable with a
real notification service (dunst): what people see stays readable, and after the next start every alert was told."""

import os
import random
import signal
import time

from session import BusMonitor, Cases, Desktop, wait_for

NAMES, EACH, KILLS = 20, 50, 6


def rules(storm):
    """NAMES alerts with EACH label sets, all true from the beginning."""
    lines = ["groups:", f"  - name: storm {storm}", "    interval: 1s", "    rules:"]
    for name in range(NAMES):
        for number in range(EACH):
            lines += [f"      - alert: Storm {storm} kind {name}", "        expr: vector(1) > 0",
                      f"        labels: {{severity: warning, instance: \"host-{number}\"}}"]
    return "\n".join(lines) + "\n"


class Storm:
    def __init__(self, desktop):
        self.desktop = desktop
        self.rules = f"{desktop.dir}/config/vedette/rules"
        self.storm = 0

    def prepare(self):
        os.makedirs(self.rules)
        with open(f"{self.rules}/switches.txt", "w") as file:
            file.writelines(f"off {pack}\n" for pack in ("machine", "services", "slo", "applications", "databases", "caches", "vedette"))
        self.monitor = BusMonitor(self.desktop)

    def start(self):
        self.console = self.desktop.start_console("--headless", "--interval", "1")

    def brew(self):
        self.storm += 1
        path = f"{self.rules}/storm.yaml"
        with open(path + ".new", "w") as file:
            file.write(rules(self.storm))
        os.rename(path + ".new", path)

    def query(self, sql):
        database = self.desktop.database("alerts.sqlite")
        try:
            return database.execute(sql).fetchall()
        finally:
            database.close()

    def fired(self):
        try:
            return {row[0] for row in self.query(f"SELECT id FROM alerts WHERE name LIKE 'Storm {self.storm} %' AND state = 1")}
        except Exception:  # not there yet
            return set()

    def told(self):
        """Ids in deliveries that arrived (their state is 1)."""
        return {int(id) for row in self.query("SELECT firing FROM deliveries WHERE state = 1") for id in row[0].split()}

    def a_thousand_alerts_are_told_in_few_readable_notifications(self):
        self.start()
        wait_for("the database", lambda: os.path.exists(f"{self.desktop.dir}/data/vedette/alerts.sqlite"))
        time.sleep(2)
        self.brew()
        wait_for("every alert told", lambda: len(self.fired()) == NAMES * EACH and self.fired() <= self.told(), 30, 0.5)
        calls = self.monitor.calls()
        fresh = [call for call in calls if call["replaces"] == 0]
        print(f"{NAMES * EACH} alerts: {len(fresh)} notifications, {len(calls)} calls", flush=True)
        assert 1 <= len(fresh) <= 6, [call["summary"] for call in fresh]
        for call in calls:
            assert len(call["body"].splitlines()) <= 8, call["body"]
        shown = sum(int(call["summary"].rsplit(":", 1)[1].split()[0]) if ":" in call["summary"] else int(call["summary"].split()[0])
                    for call in {call["summary"].split(":")[0] if ":" in call["summary"] else "crowd": call for call in calls}.values())
        assert shown == NAMES * EACH, f"the notifications speak of {shown} alerts"

    def none_is_lost_when_it_is_killed_in_the_middle(self):
        for kill in range(KILLS):
            before = len(self.monitor.calls())
            self.brew()
            # From the moment when the first are stored, or told, or a little later.
            if kill % 2:
                wait_for("alerts in the file", lambda: self.fired(), 20, 0.001)
            else:
                wait_for("a notification", lambda: len(self.monitor.calls()) > before, 20, 0.001)
            time.sleep(random.uniform(0, 0.2))
            self.console.send_signal(signal.SIGKILL)
            self.console.wait()
            stored, told = self.fired(), self.told()
            self.start()
            wait_for("every alert told", lambda: len(self.fired()) == NAMES * EACH and self.fired() <= self.told(), 40, 0.5)
            assert stored <= self.told(), "an alert that was stored before the kill was never told"
            print(f"killed with {len(stored)} stored and {len(stored & told)} delivered: all {NAMES * EACH} told", flush=True)


if __name__ == "__main__":
    cases = Cases("TstStorm")
    with Desktop(tray=False) as desktop:
        storm = Storm(desktop)
        for case in (storm.prepare, storm.a_thousand_alerts_are_told_in_few_readable_notifications,
                     storm.none_is_lost_when_it_is_killed_in_the_middle):
            cases.run(case)
    cases.finish()
