#!/usr/bin/python3
"""The real console as an Alertmanager: amtool asks and silences, a Prometheus sends its alerts, Prometheus's own rule API answers. And the
other way: what fires in the console is known to a real Alertmanager."""

import glob
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.request

sys.path.insert(0, os.path.dirname(__file__))
from session import VEDETTE, terminate, wait_for  # noqa: E402

RULES = """groups:
- name: mine
  interval: 1s
  rules:
  - record: job:probes:sum
    expr: sum by (job) (vedette_probe_success)
  - alert: Always
    expr: job:probes:sum > 0
    labels: {severity: info}
    annotations: {summary: "{{ $labels.job }} works"}
"""
# It waits, for a Prometheus knows of nobody to send to in its first seconds, and sends again only after a minute.
SENT = """groups:
- name: g
  interval: 1s
  rules:
  - alert: FromPrometheus
    expr: vector(time()) < %d
    for: 10s
    labels: {severity: page}
    annotations: {summary: sent}
"""
BROKEN = """groups:
- name: mine
  interval: 1s
  rules:
  - alert: ManySockets
    expr: node_sockstat_TCP_inuse > 400
    labels: {severity: warning}
    annotations: {summary: "{{ $labels.instance }} has many sockets"}
"""
PEER = "route: {receiver: nobody, group_wait: 0s}\nreceivers: [{name: nobody}]\n"


def write(path, text):
    with open(path, "w") as out:
        out.write(text)


class Alertmanager(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.mkdtemp(prefix="vedette-alertmanager-")
        config = os.path.join(cls.directory, "config")
        os.makedirs(os.path.join(config, "rules"))
        write(os.path.join(config, "rules", "mine.yaml"), RULES)
        cls.environment = {"PATH": "/usr/bin:/bin", "HOME": cls.directory, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        data = os.path.join(cls.directory, "data")
        cls.console = subprocess.Popen([VEDETTE, "--headless", "--data-dir", data, "--config-dir", config, "--listen", "127.0.0.1:0"],
                                       env=cls.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        def listening():
            for name in glob.glob(f"{data}/log/*"):
                with open(name, errors="replace") as log:
                    if found := re.search(r"listening on (http://\S+)", log.read()):
                        return found.group(1)
            return None

        cls.url = wait_for("the line that says where it listens", listening, 30)
        wait_for("a rule that fires", lambda: cls.get("/api/v2/alerts?filter=alertname%3DAlways"), 30)

    @classmethod
    def tearDownClass(cls):
        terminate(cls.console)
        shutil.rmtree(cls.directory, ignore_errors=True)

    @classmethod
    def get(cls, path):
        with urllib.request.urlopen(cls.url + path, timeout=10) as answer:
            return json.load(answer)

    def post(self, path, body, kind="application/json"):
        request = urllib.request.Request(self.url + path, body.encode(), {"Content-Type": kind})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def amtool(self, *arguments, code=0):
        done = subprocess.run(["amtool", f"--alertmanager.url={self.url}", *arguments], env=self.environment, capture_output=True, text=True,
                              timeout=30, check=False)
        self.assertEqual(done.returncode, code, f"amtool {arguments}: {done.stdout}{done.stderr}")
        return done.stdout

    def test_rules_are_told_as_prometheus_tells_them(self):
        (group,) = [each for each in self.get("/api/v1/rules?type=alert")["data"]["groups"] if each["name"] == "mine"]
        (rule,) = group["rules"]
        self.assertEqual((rule["name"], rule["state"], rule["health"], rule["type"]), ("Always", "firing", "ok", "alerting"))
        self.assertEqual(rule["alerts"][0]["annotations"], {"summary": "vedette works"})
        self.assertRegex(rule["alerts"][0]["value"], r"^\d(\.\d+)?e\+\d\d$")
        (recorded,) = self.get("/api/v1/rules?rule_name[]=job:probes:sum")["data"]["groups"][0]["rules"]
        self.assertEqual(recorded["type"], "recording")
        self.assertIn("Always", [alert["labels"]["alertname"] for alert in self.get("/api/v1/alerts")["data"]["alerts"]])
        self.assertTrue(self.get("/api/v1/query?query=ALERTS%7Balertname%3D%22Always%22%7D")["data"]["result"])
        self.assertTrue(self.get("/api/v1/query?query=ALERTS_FOR_STATE%7Balertname%3D%22Always%22%7D")["data"]["result"])

    def test_a_file_that_goes_bad_keeps_what_it_said(self):
        path = os.path.join(self.directory, "config", "rules", "mine.yaml")
        write(path, RULES.replace("> 0", ">"))
        with self.assertRaises(AssertionError):
            wait_for("its alert to end", lambda: not self.get("/api/v2/alerts?filter=alertname%3DAlways"), 4)
        write(path, RULES)

    @unittest.skipUnless(shutil.which("amtool"), "amtool is not installed")
    def test_amtool_asks_adds_and_silences(self):
        self.amtool("alert", "add", "Manual", "instance=x", "severity=critical", "--annotation=summary=by hand")
        self.assertIn("by hand", self.amtool("alert", "query", "instance=x"))
        self.assertNotIn("by hand", self.amtool("alert", "query", "instance=y"))
        self.assertIn("by hand", self.amtool("alert", "query", 'severity=~"crit.*"'))

        silence = self.amtool("silence", "add", "alertname=Manual", "instance=~.+", "-c", "being mended", "-a", "ada").strip()
        self.assertIn("being mended", self.amtool("silence", "query"))
        self.assertNotIn("by hand", self.amtool("alert", "query"))
        self.assertIn("by hand", self.amtool("alert", "query", "--silenced"))
        self.amtool("silence", "update", "--duration=3h", silence)
        self.assertEqual(self.amtool("silence", "query", "-q").split(), [silence])
        (told,) = json.loads(self.amtool("silence", "query", "-o", "json"))
        self.assertIn({"isEqual": True, "isRegex": True, "name": "instance", "value": ".+"}, told["matchers"])
        self.assertEqual((told["createdBy"], told["status"]["state"]), ("ada", "active"))
        self.amtool("silence", "expire", silence)
        self.assertIn(silence, self.amtool("silence", "query", "--expired"))
        self.assertIn("by hand", self.amtool("alert", "query"))
        self.amtool("silence", "expire", "00000000-0000-0000-0000-000000000000", code=1)

        self.assertIn("disabled", self.amtool("cluster", "show"))
        self.assertIn("receiver: desktop", self.amtool("config", "show"))
        self.assertIn("desktop", self.amtool("config", "routes", "test", "severity=critical"))
        self.assertIn("desktop", self.amtool("config", "routes", "show"))
        groups = {group["labels"]["alertname"] for group in self.get("/api/v2/alerts/groups")}
        self.assertTrue(groups >= {"Always", "Manual"}, groups)

    @unittest.skipUnless(shutil.which("prometheus"), "prometheus is not installed")
    def test_a_prometheus_sends_its_alerts_here(self):
        rules, config = (os.path.join(self.directory, name) for name in ("sent.yml", "prometheus.yml"))
        write(rules, SENT % (time.time() + 30))
        host = self.url.removeprefix("http://").rstrip("/")
        write(config, f"global: {{external_labels: {{site: forge}}}}\nrule_files: [{rules}]\n"
                      f"alerting: {{alertmanagers: [{{static_configs: [{{targets: ['{host}']}}], api_version: v2}}]}}\n")
        prometheus = subprocess.Popen(["prometheus", f"--config.file={config}", f"--storage.tsdb.path={self.directory}/tsdb",
                                       "--web.listen-address=127.0.0.1:0", "--log.level=error"], env=self.environment,
                                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            (sent,) = wait_for("its alert", lambda: self.get("/api/v2/alerts?filter=alertname%3DFromPrometheus"), 60)
            self.assertEqual(sent["labels"], {"alertname": "FromPrometheus", "severity": "page", "site": "forge"})
            self.assertEqual(sent["annotations"], {"summary": "sent"})
            wait_for("its alert's end", lambda: not self.get("/api/v2/alerts?filter=alertname%3DFromPrometheus"), 60)
        finally:
            terminate(prometheus, 20)

    def test_what_is_no_alert_and_no_silence_is_refused(self):
        for body in ("", "{}", "[1]", '[{"labels":{}}]', '[{"labels":{"alertname":1}}]', '[{"labels":{"alertname":"x"},"endsAt":"soon"}]', "[" * 100000):
            status, text = self.post("/api/v2/alerts", body)
            self.assertEqual(status, 400, body[:40])
            self.assertIsInstance(json.loads(text), str)
        for body in ("[]", "{}", '{"matchers":[]}', '{"matchers":[{"name":"a","value":"(","isRegex":true}],"endsAt":"2099-01-01T00:00:00Z"}',
                     '{"matchers":[{"name":"a","value":"b"}],"endsAt":"1999-01-01T00:00:00Z"}'):
            self.assertEqual(self.post("/api/v2/silences", body)[0], 400, body)
        # What a page of another origin could send without being asked.
        self.assertEqual(self.post("/api/v2/alerts", '[{"labels":{"alertname":"x"}}]', "text/plain")[0], 400)
        self.assertEqual(self.get("/api/v2/silences?filter=a%3Db"), [])
        with self.assertRaises(urllib.error.HTTPError) as refused:
            self.get("/api/v2/silence/nobody")
        self.assertEqual(refused.exception.code, 404)


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Sender(unittest.TestCase):
    """Vedette beside a team's Alertmanager, which owns the routing."""

    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="vedette-sender-")
        self.config, self.data = (os.path.join(self.directory, name) for name in ("config", "data"))
        os.makedirs(os.path.join(self.config, "rules"))
        write(os.path.join(self.config, "rules", "mine.yaml"), BROKEN)
        packs = ("machine", "services", "slo", "applications", "databases", "caches", "vedette")
        write(os.path.join(self.config, "rules", "switches.txt"), "".join(f"off {pack}\n" for pack in packs))
        self.environment = {"PATH": "/usr/bin:/bin", "HOME": self.directory, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        self.processes = []
        self.sockets = []

    def tearDown(self):
        self.close_sockets()
        for process in self.processes:
            process.kill()
            process.wait()
        shutil.rmtree(self.directory, ignore_errors=True)

    def spawn(self, *command):
        process = subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.processes.append(process)
        return process

    def start_console(self, addresses):
        write(os.path.join(self.config, "settings.json"), json.dumps({"alertmanager/urls": addresses}))
        self.spawn(VEDETTE, "--headless", "--interval", "1", "--data-dir", self.data, "--config-dir", self.config, "--listen", "127.0.0.1:0")
        return self.logged(r"listening on (http://\S+)").group(1)

    def logged(self, pattern, seconds=30):
        def look():
            for name in glob.glob(f"{self.data}/log/*"):
                with open(name, errors="replace") as log:
                    if found := re.search(pattern, log.read()):
                        return found
            return None
        return wait_for(f"{pattern} in the log", look, seconds)

    def start_peer(self, port):
        peer = self.spawn("prometheus-alertmanager", f"--config.file={self.directory}/peer.yml", f"--storage.path={self.directory}/peer",
                          f"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address=")
        def ready():
            try:
                return urllib.request.urlopen(f"http://127.0.0.1:{port}/-/ready", timeout=1).status == 200
            except OSError:
                return False
        wait_for("the Alertmanager", ready, 30)
        return peer

    def amtool(self, url, *arguments):
        done = subprocess.run(["amtool", f"--alertmanager.url={url}", *arguments], env=self.environment, capture_output=True, text=True,
                              timeout=30, check=True)
        return done.stdout

    def known(self, url):
        return json.loads(self.amtool(url, "alert", "query", "-o", "json"))

    def open_sockets(self):
        for _ in range(500):
            listener = socket.socket()
            listener.bind(("127.0.0.1", 0))
            listener.listen(1)
            self.sockets.append(listener)

    def close_sockets(self):
        while self.sockets:
            self.sockets.pop().close()

    @unittest.skipUnless(shutil.which("prometheus-alertmanager") and shutil.which("amtool"), "prometheus-alertmanager is not installed")
    def test_an_alertmanager_knows_what_fires_and_when_it_ends(self):
        port = free_port()
        peer_url = f"http://127.0.0.1:{port}"
        write(os.path.join(self.directory, "peer.yml"), PEER)
        peer = self.start_peer(port)
        # One that is not there delays nothing.
        own_url = self.start_console(f"http://127.0.0.1:{free_port()} {peer_url}/")
        self.amtool(own_url, "alert", "add", "FromElsewhere", "instance=x")
        time.sleep(3)
        self.assertEqual(self.known(peer_url), [])
        self.open_sockets()
        (alert,) = wait_for("the alert", lambda: self.known(peer_url), 15)
        instance = socket.gethostname()
        self.assertEqual(alert["labels"], {"alertname": "ManySockets", "instance": instance, "job": "node", "severity": "warning"})
        self.assertEqual(alert["annotations"], {"summary": f"{instance} has many sockets"})
        self.assertTrue(alert["generatorURL"].startswith(own_url.rstrip("/") + "/api/v1/query?query=node_sockstat_TCP_inuse"), alert)
        with urllib.request.urlopen(alert["generatorURL"], timeout=10) as answer:
            self.assertEqual(len(json.load(answer)["data"]["result"]), 1)
        self.logged(re.escape(peer_url) + " takes alerts")
        self.logged("does not answer: .*refused")

        self.amtool(own_url, "silence", "add", "alertname=ManySockets", "-c", "seen", "-a", "ada")
        time.sleep(2)
        self.assertEqual(len(self.known(peer_url)), 1, "a silence here is none there")
        peer.kill()
        peer.wait()
        self.start_peer(port)
        self.assertEqual(self.known(peer_url), [], "an Alertmanager keeps no alerts")
        (again,) = wait_for("the alert once more", lambda: self.known(peer_url), 90, 0.5)
        self.assertEqual((again["labels"], again["startsAt"]), (alert["labels"], alert["startsAt"]))
        self.close_sockets()
        wait_for("its end", lambda: not self.known(peer_url), 30)
        query = f"{own_url.rstrip('/')}/api/v1/query?query=vedette_alertmanager_up"
        with urllib.request.urlopen(query, timeout=10) as answer:
            up = {each["metric"]["alertmanager"]: each["value"][1] for each in json.load(answer)["data"]["result"]}
        self.assertEqual(up.pop(peer_url), "1")
        self.assertEqual(list(up.values()), ["0"])

    @unittest.skipUnless(shutil.which("openssl"), "openssl is not installed")
    def test_a_certificate_that_nobody_vouches_for_is_refused(self):
        key, certificate = (os.path.join(self.directory, name) for name in ("key.pem", "certificate.pem"))
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1", "-subj",
                        "/CN=localhost", "-keyout", key, "-out", certificate], check=True, capture_output=True, timeout=30)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        received = []

        def serve(listener):
            while True:
                try:
                    with context.wrap_socket(listener.accept()[0], server_side=True) as client:
                        received.append(client.recv(1))
                except ssl.SSLError:
                    pass
                except OSError:
                    return

        with socket.create_server(("127.0.0.1", 0)) as listener:
            threading.Thread(target=serve, args=[listener], daemon=True).start()
            self.open_sockets()
            self.start_console(f"https://localhost:{listener.getsockname()[1]}")
            self.logged(r"https://localhost:\d+ does not answer: .*certificate")
            self.assertEqual([each for each in received if each], [])

    def test_an_address_with_a_password_is_refused_and_not_repeated(self):
        self.start_console("http://ada:lovelace@127.0.0.1:1 nonsense")
        self.logged(r'"nonsense" is no address .*alertmanager/urls')
        line = self.logged(r"an Alertmanager's address must not have .*").group(0)
        self.assertIn("keyring", line)
        self.assertNotIn("lovelace", line)


if __name__ == "__main__":
    loader = unittest.defaultTestLoader
    cases = unittest.TestSuite(loader.loadTestsFromTestCase(case) for case in (Alertmanager, Sender))
    result = unittest.TextTestRunner(verbosity=2).run(cases)
    failed = len(result.failures) + len(result.errors)
    print(f"Totals: {result.testsRun - failed} passed, {failed} failed, {len(result.skipped)} skipped")
    sys.exit(1 if failed else 0)
