#!/usr/bin/python3
"""A service is added in the window by typing its address, watched, and fails and recovers for real: nginx is stopped and started. Its check
is down once that is confirmed, its series and its evidence are there, and an alert fires and ends."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import time
import urllib.parse
import urllib.request

from session import Cases, Desktop, terminate, wait_for
import accessible
from accessible import act, dialog, sensitive, text_of, wanted

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Services:
    def __init__(self, desktop):
        self.desktop = desktop
        self.port, self.api = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self.web = None

    def start_web(self):
        folder = f"{self.desktop.dir}/web"
        os.makedirs(folder, exist_ok=True)
        with open(f"{folder}/nginx.conf", "w") as config:
            config.write(f"daemon off; pid {folder}/pid; error_log {folder}/log; events {{}} http {{ access_log off;\n"
                         + "".join(f"{name}_temp_path {folder};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
                         + f"server {{ listen 127.0.0.1:{self.port}; location / {{ return 200 \"all is well\"; }} }} }}\n")
        self.web = self.desktop.spawn([NGINX, "-c", f"{folder}/nginx.conf", "-p", folder])

    def stop_web(self):
        self.web.terminate()
        self.web.wait()

    def keys(self, *names):
        self.desktop.run(["xdotool", "key", "--delay", "30", *names])

    def ask(self, question):
        """The value of the only series that answers; None where none does."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.api}/api/v1/query?{urllib.parse.urlencode({'query': question})}") as answer:
                result = json.load(answer)["data"]["result"]
        except OSError:
            return None
        return float(result[0]["value"][1]) if len(result) == 1 else None

    def restart_with(self, targets):
        terminate(self.console)
        with open(f"{self.desktop.dir}/config/vedette/targets.json", "w") as file:
            json.dump({"targets": targets}, file)
        self.console = self.desktop.start_console("--interval", "1", "--tab", "health", "--listen", f"127.0.0.1:{self.api}")
        self.desktop.window()

    def state(self):
        return self.ask("vedette_check_state")

    def targets(self):
        try:
            with open(f"{self.desktop.dir}/config/vedette/targets.json") as file:
                return json.load(file)["targets"]
        except FileNotFoundError:
            return []

    def alerts(self):
        """Names of what fires."""
        try:
            database = self.desktop.database("alerts.sqlite")
            rows = database.execute("SELECT name FROM alerts WHERE state = 1").fetchall()
            database.close()
            return {row[0] for row in rows}
        except sqlite3.Error:
            return set()

    # The cases ------------------------------------------------------------------------------------------------------------
    def typing_an_address_is_enough_to_watch_it(self):
        self.start_web()
        self.console = self.desktop.start_console("--interval", "1", "--tab", "health", "--listen", f"127.0.0.1:{self.api}")
        window = self.desktop.window()
        wait_for("the main window's focus", lambda: self.desktop.run(["xdotool", "getactivewindow"], check=False).strip() == window)
        self.keys("ctrl+n")
        editor = wait_for("the dialog", lambda: dialog("Add a check"), 10)
        self.desktop.run(["xdotool", "type", "--delay", "10", "--", self.url])
        wait_for("the address", lambda: text_of(wanted(editor, "text", "Address")) == self.url, 5)
        act(wanted(editor, "push button", "Try it"))
        wait_for("what the try saw", lambda: any("It works" in text for text in accessible.accessible_texts()), 20)
        wait_for("a button that can be pressed", lambda: sensitive(wanted(editor, "push button", "Add")), 5)
        act(wanted(editor, "push button", "Add"))
        target = wait_for("the target in its file", lambda: self.targets() and self.targets()[0], 10)
        assert target["check"] == "http" and target["instance"] == self.url, target
        wait_for("its first answer", lambda: self.ask("probe_success") == 1, 20)
        wait_for("its state", lambda: self.state() == 0, 20)
        assert self.ask("probe_http_status_code") == 200

    def asked_every_second_it_is_down_once_that_is_confirmed_and_an_alert_fires(self):
        kept = self.targets()
        kept[0].update(interval=1, retries=1)
        self.restart_with(kept)
        wait_for("its state", lambda: self.state() == 0, 30)
        self.stop_web()
        wait_for("a failure in the series", lambda: self.ask("probe_success") == 0, 20)
        wait_for("the confirmed state", lambda: self.state() == 2, 30)
        wait_for("the alert", lambda: "Service is down" in self.alerts(), 90)
        database = self.desktop.database("health.sqlite")
        kept = database.execute("SELECT count(*) FROM evidence").fetchone()[0]
        database.close()
        assert kept >= 1, "no evidence was kept"

    def it_recovers(self):
        self.start_web()
        wait_for("the state", lambda: self.state() == 0, 30)
        wait_for("the end of the alert", lambda: "Service is down" not in self.alerts(), 60)
        assert self.ask("vedette_slo_budget_left_seconds") < 30 * 86400 * 0.001

    def the_wheel_goes_over_the_charts_of_its_page_and_they_stay(self):
        row = self.row(self.targets()[0]["name"])
        x, y, width, height = accessible.box_of(row)
        self.desktop.run(["xdotool", "mousemove", str(x + width // 2), str(y + height // 2), "click", "1"])
        chart = wait_for("its chart", self.chart, 20)
        x, y, width, height = accessible.box_of(chart)
        self.desktop.run(["xdotool", "mousemove", str(x + width // 2), str(y + height // 2)])
        for _ in range(15):
            self.desktop.run(["xdotool", "click", "5"])
            time.sleep(0.2)
        time.sleep(4)  # for it to look at what there is in that time
        assert self.console.poll() is None, "the console ended"
        assert self.chart(), "its charts are gone"
        self.keys("ctrl+l")

    def row(self, name):
        return wait_for("its row", lambda: next((found for root in accessible.roots()
                                                 if (found := accessible.find(root, "list item", name))), None), 20)

    def chart(self):
        return next((node for root in accessible.roots() for node in accessible.walk(root)
                     if accessible.name_of(node) == "Response" and accessible.showing(node)), None)

    def one_that_is_removed_from_the_list_comes_back_with_undo_and_so_does_what_was_behind_it(self):
        shop = self.targets()[0]
        other = shop | {"id": "other", "name": "other", "instance": f"{self.url}other", "behind": [shop["id"]], "paused": True}
        other["options"] = {"url": f"{self.url}other"}
        self.restart_with([shop, other])
        row = self.row(shop["name"])
        x, y, width, height = accessible.box_of(row)
        self.desktop.run(["xdotool", "mousemove", str(x + width // 2), str(y + height // 2), "click", "1"])
        wait_for("the focus in its row", lambda: row.clear_cache() or accessible.has_state(row, accessible.Atspi.StateType.FOCUSED), 10)
        self.keys("Delete")
        wait_for("the file without it", lambda: [each["id"] for each in self.targets()] == ["other"], 10)
        assert not self.targets()[0].get("behind"), self.targets()
        undo = wait_for("the button", lambda: next((found for root in accessible.roots()
                                                    if (found := accessible.find(root, "push button", "Undo"))), None), 10)
        act(undo)
        wait_for("the file with it", lambda: {each["id"] for each in self.targets()} == {"other", shop["id"]}, 10)
        back = {each["id"]: each for each in self.targets()}
        assert back[shop["id"]] == shop and back["other"]["behind"] == [shop["id"]], back
        wait_for("its answer", lambda: self.ask(f'vedette_check_state{{instance="{self.url}"}}') == 0, 30)


if __name__ == "__main__":
    cases = Cases("TstServices")
    with Desktop(accessibility=True) as desktop:
        accessible.use(desktop)
        services = Services(desktop)
        cases.run(services.typing_an_address_is_enough_to_watch_it)
        cases.run(services.asked_every_second_it_is_down_once_that_is_confirmed_and_an_alert_fires)
        cases.run(services.it_recovers)
        cases.run(services.the_wheel_goes_over_the_charts_of_its_page_and_they_stay)
        cases.run(services.one_that_is_removed_from_the_list_comes_back_with_undo_and_so_does_what_was_behind_it)
    cases.finish()
