#!/usr/bin/python3
"""A breach from beginning to end, on the real executable under Xvfb, with a real tray host (trayer), a real notification service
(dunst) and a session bus of its own: the processor is loaded, the notification comes, its Acknowledge button works, the alert is
in the Alerts tab and in SQLite, and all of it is still there after kill -9 and a restart. Then its end updates the same
notification. Also: from a broken threshold to the notification takes one interval plus 100 ms at most."""

import os
import signal
import socket
import subprocess
import time

import accessible
from accessible import accessible_texts
from session import BusMonitor, Cases, Desktop, wait_for

INTERVAL = 1.0


# The niced share alone: what else keeps the machine busy neither breaks the threshold nor holds the breach open.
RULES = """groups:
  - name: thresholds
    interval: 1s
    rules:
      - alert: CPU above 90 %
        expr: instance_mode:node_cpu_utilisation:ratio{mode="nice"} > 0.05
        labels: {severity: critical}
      - alert: Many sockets
        expr: node_sockstat_TCP_inuse > 200
        labels: {severity: warning}
"""


def alert_rows(desktop):
    database = desktop.database("alerts.sqlite")
    try:
        return database.execute("SELECT id, name, state, acknowledged_by FROM alerts ORDER BY id").fetchall()
    finally:
        database.close()


class Breach:
    def __init__(self, desktop):
        self.desktop = desktop
        self.load = []

    def prepare(self):
        """Leaves two thresholds that a test can break at will, and switches the packs off."""
        rules = f"{self.desktop.dir}/config/vedette/rules"
        os.makedirs(rules)
        with open(f"{rules}/switches.txt", "w") as file:
            file.writelines(f"off {pack}\n" for pack in ("machine", "services", "slo", "applications", "databases", "caches", "vedette"))
        with open(f"{rules}/thresholds.yaml", "w") as file:
            file.write(RULES)
        self.monitor = BusMonitor(self.desktop)
        self.console = self.desktop.start_console("--interval", str(INTERVAL), "--tab", "alerts")
        self.desktop.window()
        time.sleep(3)

    def the_tray_holds_the_icon(self):
        # XEmbed: the icon is a window inside the tray's.
        def embedded():
            trees = self.desktop.run(["xwininfo", "-root", "-tree"], check=False)
            return "trayer" in trees and "vedette" in trees.lower().split("trayer", 1)[1][:2000]
        wait_for("the tray icon", embedded, 10)

    def start_load(self):
        self.load = [subprocess.Popen(["nice", "-n", "1", "sh", "-c", "while :; do :; done"]) for _ in range(os.cpu_count())]

    def stop_load(self):
        for process in self.load:
            process.kill()
            process.wait()
        self.load = []

    def the_notification_arrives_with_its_buttons(self):
        self.start_load()
        def notified():
            return [call for call in self.monitor.calls() if "CPU above 90 %" in call["summary"]]
        call = wait_for("the notification", notified, 30)[0]
        for button in ("Acknowledge", "Snooze 1 h", "Open"):
            assert button in call["text"], f"no button {button}"
        assert " %" in call["body"], f"no value in per cent: {call['body']}"
        assert self.desktop.displayed() >= 1
        self.desktop.screenshot(os.environ.get("VEDETTE_E2E_SHOT", f"{self.desktop.dir}/breach.png"))

    def one_breach_is_one_notification(self):
        time.sleep(3 * INTERVAL)
        calls = [call for call in self.monitor.calls() if "CPU above 90 %" in call["summary"] and call["replaces"] == 0]
        assert len(calls) == 1, f"{len(calls)} notifications for one breach"

    def its_acknowledge_button_works(self):
        self.desktop.press("Acknowledge")
        wait_for("the acknowledgement in SQLite",
                 lambda: any(row[1] == "CPU above 90 %" and row[2] == 2 and row[3] for row in alert_rows(self.desktop)))

    def the_alert_stands_in_the_alerts_tab(self):
        names = wait_for("the alert in the accessible table", lambda: [n for n in accessible_texts() if n == "CPU above 90 %"], 20, 0.5)
        assert names
        assert wait_for("its state in the accessible table", lambda: "acknowledged" in accessible_texts(), 10, 0.5)

    def it_is_all_there_after_kill_9_and_a_restart(self):
        before = [row for row in alert_rows(self.desktop) if row[1] == "CPU above 90 %"]
        samples = self.samples()
        self.console.send_signal(signal.SIGKILL)
        self.console.wait()
        notified = len(self.monitor.calls())
        self.console = self.desktop.start_console("--interval", str(INTERVAL), "--tab", "alerts")
        self.desktop.window()
        time.sleep(3)
        after = [row for row in alert_rows(self.desktop) if row[1] == "CPU above 90 %"]
        assert [row[0] for row in after] == [row[0] for row in before], f"{before} became {after}"
        assert after[-1][2] == 2 and after[-1][3], f"no longer acknowledged: {after}"
        assert wait_for("the alert in the Alerts tab again", lambda: "CPU above 90 %" in accessible_texts(), 20, 0.5)
        fresh = [call for call in self.monitor.calls()[notified:] if call["summary"] == "CPU above 90 %"]
        assert not fresh, "the same breach was announced again after the restart"
        assert self.samples() >= samples, "the history lost samples"

    def samples(self):
        database = self.desktop.database("history.sqlite")
        try:
            tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type='table'")]
            return sum(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables if table != "sqlite_sequence")
        finally:
            database.close()

    def its_end_is_told_and_stored(self):
        self.stop_load()
        wait_for("the end in SQLite", lambda: any(row[1] == "CPU above 90 %" and row[2] == 3 for row in alert_rows(self.desktop)), 40)
        told = wait_for("the notice of the end", lambda: [c for c in self.monitor.calls() if c["summary"].startswith("Resolved") and "CPU" in c["summary"]], 10)
        assert " %" in told[0]["body"], f"no value in per cent: {told[0]['body']}"

    def from_threshold_to_notification_within_an_interval_and_100_ms(self):
        worst = 0.0
        for attempt in range(4):  # from the fifth on it comes and goes, and is not told
            time.sleep(2.5 + 0.17 * attempt)  # at different phases of the interval
            known = len(self.monitor.calls())
            sockets = []
            for _ in range(300):
                listener = socket.socket()
                listener.bind(("127.0.0.1", 0))
                listener.listen(1)
                sockets.append(listener)
            broken = time.time()
            call = wait_for("the notification", lambda: [c for c in self.monitor.calls()[known:] if c["summary"] == "Many sockets"], 5, 0.01)[0]
            worst = max(worst, call["time"] - broken)
            for listener in sockets:
                listener.close()
            wait_for("the end", lambda: [c for c in self.monitor.calls()[known:] if c["summary"] == "Resolved: Many sockets"], 30, 0.05)
        print(f"from a broken threshold to the notification: {worst * 1000:.0f} ms at worst of 4, interval {INTERVAL:g} s", flush=True)
        assert worst <= INTERVAL + 0.1, f"{worst:.3f} s"


if __name__ == "__main__":
    cases = Cases("TstBreach")
    with Desktop(accessibility=True) as desktop:
        accessible.use(desktop)
        breach = Breach(desktop)
        try:
            for case in (breach.prepare, breach.the_tray_holds_the_icon, breach.the_notification_arrives_with_its_buttons,
                         breach.one_breach_is_one_notification, breach.its_acknowledge_button_works, breach.the_alert_stands_in_the_alerts_tab,
                         breach.it_is_all_there_after_kill_9_and_a_restart, breach.its_end_is_told_and_stored,
                         breach.from_threshold_to_notification_within_an_interval_and_100_ms):
                cases.run(case)
        finally:
            breach.stop_load()
    cases.finish()
