#!/usr/bin/python3
"""The real console as an Alertmanager: amtool asks and silences, a Prometheus sends its alerts, Prometheus's own rule API answers."""

import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
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


if __name__ == "__main__":
    result = unittest.TextTestRunner(verbosity=2).run(unittest.defaultTestLoader.loadTestsFromTestCase(Alertmanager))
    failed = len(result.failures) + len(result.errors)
    print(f"Totals: {result.testsRun - failed} passed, {failed} failed, {len(result.skipped)} skipped")
    sys.exit(1 if failed else 0)
