#!/usr/bin/python3
"""From a sample to the word on the desktop, beside Prometheus with Alertmanager, in one run.

    latency.py build/release/vedette [--attempts 20]

A threshold is broken at a random moment, again and again, for both: scrapes and evaluations every second, `for: 0s`. Vedette watches
sockets that this script opens, and calls Notify of a stub on a bus of its own; Prometheus scrapes a gauge of this script, and
Alertmanager (group_wait: 0s) calls a webhook of it. Counted are the time from the crossing and, what the programs can do something about, from
the timestamp of the first sample beyond the threshold. Where others open sockets meanwhile, run it in a network of its own:

    unshare -n sh -c 'ip link set lo up && tests/bench/latency.py build/release/vedette'
"""

import argparse
import glob
import http.server
import json
import os
import random
import re
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from session import BUS_CONFIG, wait_for  # noqa: E402

STEP = 60  # sockets of one attempt
PAUSE = 12.5  # more than five a minute are shown as a crowd
PACKS = ("machine", "services", "slo", "applications", "databases", "caches", "vedette")


def stub():
    """The notification service: a line for each Notify, with the moment at which it came."""
    import dbus
    import dbus.mainloop.glib
    import dbus.service
    from gi.repository import GLib

    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)

    class Service(dbus.service.Object):
        ids = 0
        interface = "org.freedesktop.Notifications"

        @dbus.service.method(interface, in_signature="susssasa{sv}i", out_signature="u")
        def Notify(self, _app, replaces, _icon, summary, body, _actions, _hints, _timeout):
            print(json.dumps([time.time(), summary, body]), flush=True)
            self.ids += not replaces
            return replaces or self.ids

        @dbus.service.method(interface, in_signature="", out_signature="as")
        def GetCapabilities(self):
            return ["actions", "body", "body-markup"]

        @dbus.service.method(interface, in_signature="", out_signature="ssss")
        def GetServerInformation(self):
            return "stub", "vedette", "1", "1.2"

        @dbus.service.method(interface, in_signature="u", out_signature="")
        def CloseNotification(self, _which):
            pass

    name = dbus.service.BusName("org.freedesktop.Notifications", dbus.SessionBus())
    service = Service(name, "/org/freedesktop/Notifications")  # noqa: F841
    print("[]", flush=True)
    GLib.MainLoop().run()


class Peer(http.server.ThreadingHTTPServer):
    """What Prometheus scrapes and Alertmanager calls."""

    def __init__(self):
        self.crossed, self.told = [], {}

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def answer(self, body):
                self.send_response(200)
                self.send_header("Content-Type", "text/plain; version=0.0.4")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                self.answer("".join(f'crossed{{attempt="{each}"}} 1\n' for each in self.server.crossed).encode() + b"alive 1\n")

            def do_POST(self):
                now = time.time()
                for alert in json.loads(self.rfile.read(int(self.headers["Content-Length"])))["alerts"]:
                    self.server.told.setdefault(int(alert["labels"]["attempt"]), now)
                self.answer(b"")

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        pass  # a scrape that was given up, on a machine that is busy


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as out:
        out.write(text)


def ask(url, query):
    try:
        with urllib.request.urlopen(f"{url}/api/v1/query?query={urllib.parse.quote(query)}", timeout=5) as answer:
            return json.load(answer)["data"]["result"]
    except OSError:
        return []


def first_beyond(url, query, limit):
    """The timestamp of the first sample above the limit, in seconds."""
    times = [float(at) for series in ask(url, query) for at, value in series["values"] if float(value) > limit]
    return min(times) if times else None


def sockets_in_use():
    with open("/proc/net/sockstat") as file:
        return int(re.search(r"TCP: inuse (\d+)", file.read()).group(1))


class Bench:
    def __init__(self, executable, attempts):
        self.executable, self.attempts = os.path.abspath(executable), attempts
        self.processes, self.sockets, self.notified = [], [], []

    def __enter__(self):
        self.directory = tempfile.mkdtemp(prefix="vedette-latency-")
        self.environment = {"PATH": "/usr/bin:/bin", "HOME": self.directory, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.kill()
            process.wait()
        shutil.rmtree(self.directory, ignore_errors=True)

    def spawn(self, *command, **options):
        options.setdefault("stdout", subprocess.DEVNULL)
        process = subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
        self.processes.append(process)
        return process

    def start_bus(self):
        write(f"{self.directory}/bus.conf", BUS_CONFIG.format(dir=self.directory))
        bus = self.spawn("dbus-daemon", f"--config-file={self.directory}/bus.conf", "--nofork", "--print-address", stdout=subprocess.PIPE)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        service = self.spawn(sys.executable, os.path.abspath(__file__), "--stub", stdout=subprocess.PIPE)
        service.stdout.readline()

        def read():
            for line in service.stdout:
                self.notified.append(json.loads(line))
        threading.Thread(target=read, daemon=True).start()

    def start_vedette(self):
        config, data = f"{self.directory}/config", f"{self.directory}/data"
        write(f"{config}/rules/switches.txt", "".join(f"off {pack}\n" for pack in PACKS))
        self.spawn(self.executable, "--headless", "--interval", "1", "--listen", "127.0.0.1:0", "--data-dir", data, "--config-dir", config)

        def listening():
            for name in glob.glob(f"{data}/log/*"):
                with open(name, errors="replace") as log:
                    if found := re.search(r"listening on (http://\S+)", log.read()):
                        return found.group(1).rstrip("/")
            return None
        return wait_for("the console", listening, 30)

    def write_rules(self, base):
        rules = "".join(f"  - {{alert: Attempt{k:02}, expr: 'node_sockstat_TCP_inuse > {self.limit(base, k)}', labels: {{severity: warning}}}}\n"
                        for k in range(self.attempts))
        write(f"{self.directory}/config/rules/bench.yaml", f"groups:\n- name: bench\n  interval: 1s\n  rules:\n{rules}")

    def start_prometheus(self, peer):
        directory, prometheus, alertmanager = self.directory, free_port(), free_port()
        write(f"{directory}/rules.yml", "groups: [{name: g, interval: 1s, rules: [{alert: Crossed, expr: crossed > 0, for: 0s}]}]\n")
        write(f"{directory}/prometheus.yml", f"""
global: {{scrape_interval: 1s, evaluation_interval: 1s}}
rule_files: [{directory}/rules.yml]
alerting: {{alertmanagers: [{{static_configs: [{{targets: ['127.0.0.1:{alertmanager}']}}]}}]}}
scrape_configs: [{{job_name: bench, static_configs: [{{targets: ['127.0.0.1:{peer.server_port}']}}]}}]
""")
        write(f"{directory}/alertmanager.yml", f"""
route: {{receiver: hook, group_by: ['...'], group_wait: 0s}}
receivers: [{{name: hook, webhook_configs: [{{url: 'http://127.0.0.1:{peer.server_port}/', send_resolved: false}}]}}]
""")
        self.spawn("prometheus-alertmanager", f"--config.file={directory}/alertmanager.yml", f"--storage.path={directory}/am",
                   f"--web.listen-address=127.0.0.1:{alertmanager}", "--cluster.listen-address=")
        self.spawn("prometheus", f"--config.file={directory}/prometheus.yml", f"--storage.tsdb.path={directory}/tsdb",
                   f"--web.listen-address=127.0.0.1:{prometheus}")
        return f"http://127.0.0.1:{prometheus}"

    def limit(self, base, attempt):
        return base + STEP * attempt + STEP // 2

    def cross(self, peer, attempt):
        crossed = time.time()
        peer.crossed.append(attempt)
        for _ in range(STEP):
            listener = socket.socket()
            listener.bind(("127.0.0.1", 0))
            listener.listen(1)
            self.sockets.append(listener)
        return crossed

    def notified_at(self, attempt):
        name = f"Attempt{attempt:02}"
        return next((at for at, *texts in self.notified if any(name in text for text in texts)), None)

    def run(self):
        with_peer = shutil.which("prometheus") and shutil.which("prometheus-alertmanager")
        self.start_bus()
        peer = Peer()
        prometheus = self.start_prometheus(peer) if with_peer else None
        if prometheus:
            wait_for("Prometheus to scrape", lambda: ask(prometheus, "alive"), 60)
        vedette = self.start_vedette()
        wait_for("the console to sample", lambda: ask(vedette, "node_sockstat_TCP_inuse"), 30)
        time.sleep(3)
        base = sockets_in_use()
        self.write_rules(base)
        results = {"Vedette": [], "Prometheus": []}
        for attempt in range(self.attempts):
            time.sleep(PAUSE + random.random())
            limit = self.limit(base, attempt)
            if sockets_in_use() > limit or self.notified_at(attempt):
                sys.exit("somebody else opens sockets: run it in a network of its own")
            crossed = self.cross(peer, attempt)
            told = wait_for("the notification", lambda: self.notified_at(attempt), 20)
            sampled = first_beyond(vedette, "node_sockstat_TCP_inuse[30s]", limit)
            results["Vedette"].append((told - crossed, told - sampled))
            if prometheus:
                told = wait_for("the webhook", lambda: peer.told.get(attempt), 20)
                sampled = first_beyond(prometheus, f'crossed{{attempt="{attempt}"}}[30s]', 0)
                results["Prometheus"].append((told - crossed, told - sampled))
            print(attempt + 1, *(f"{name}: {each[-1][0] * 1000:.0f} ms, after the sample {each[-1][1] * 1000:.1f} ms"
                                 for name, each in results.items() if each), sep="  ", flush=True)
        for name, each in results.items():
            if each:
                whole, after = zip(*each)
                print(f"{name}: from the crossing {statistics.median(whole) * 1000:.0f} ms in the median ({min(whole) * 1000:.0f} to "
                      f"{max(whole) * 1000:.0f}), after the sample {statistics.median(after) * 1000:.1f} ms ({min(after) * 1000:.1f} to "
                      f"{max(after) * 1000:.1f})")


def main():
    if sys.argv[1:] == ["--stub"]:
        return stub()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("executable")
    parser.add_argument("--attempts", type=int, default=20)
    arguments = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 65536), most))
    with Bench(arguments.executable, arguments.attempts) as bench:
        bench.run()


if __name__ == "__main__":
    main()
