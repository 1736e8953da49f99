#!/usr/bin/python3
"""The real console's HTTP API: asked by promtool, scraped and federated by a Prometheus, and the command that asks without it."""

import csv
import glob
import http.client
import io
import json
import math
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse

sys.path.insert(0, os.path.dirname(__file__))
from session import VEDETTE, terminate, wait_for  # noqa: E402

# An hour of samples that ended a little before now; not on a grid.
END = int(time.time()) - 120
STEP, POINTS = 15, 240
START = END - (POINTS - 1) * STEP


def exposition():
    lines = ["# TYPE sent_bytes counter\n", "# HELP sent_bytes Bytes sent.\n"]
    for host in ("anvil", "hammer"):
        lines += [f'sent_bytes_total{{host="{host}",job="net"}} {i * (100 if host == "anvil" else 50)} {START + i * STEP}.217\n' for i in range(POINTS)]
    lines += ["# TYPE load gauge\n"]
    lines += [f'load{{host="anvil",job="net"}} {i % 9 / 4} {START + i * STEP}.217\n' for i in range(POINTS)]
    return "".join(lines) + "# EOF\n"


class Console:
    """A headless console with an hour of imported samples, private to the tests."""

    def __init__(self):
        self.directory = tempfile.mkdtemp(prefix="vedette-api-")
        self.data = os.path.join(self.directory, "data")
        self.environment = {"PATH": "/usr/bin:/bin", "HOME": self.directory, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"):
            if name in os.environ:
                self.environment[name] = os.environ[name]
        path = os.path.join(self.directory, "a.om")
        with open(path, "w") as out:
            out.write(exposition())
        self.run("import", path, "--data-dir", self.data)
        self.process = self.start("--listen", "127.0.0.1:0")
        self.address = wait_for("the line that says where it listens", self.listening, 30)
        self.host = self.address.removeprefix("http://")
        # The first round of its own samples.
        wait_for("samples of its own", lambda: self.get("/api/v1/query", query="vedette_batches_total")["data"]["result"], 30)

    def start(self, *arguments, data=None):
        return subprocess.Popen([VEDETTE, "--headless", "--data-dir", data or self.data, "--config-dir", os.path.join(self.directory, "config"), *arguments],
                                env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def listening(self):
        for name in glob.glob(f"{self.data}/log/*"):
            with open(name, errors="replace") as log:
                found = re.search(r"listening on (http://\S+)", log.read())
            if found:
                return found.group(1)
        return None

    def run(self, *arguments, code=0):
        done = subprocess.run([VEDETTE, *arguments], env=self.environment, capture_output=True, timeout=60)
        assert done.returncode == code, (done.returncode, done.stderr.decode())
        return done.stdout.decode(), done.stderr.decode()

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection(self.host, timeout=30)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, content, answer.headers

    def get(self, path, **parameters):
        status, content, _ = self.request("GET", f"{path}?{urllib.parse.urlencode(parameters)}")
        assert status == 200, content
        return json.loads(content)

    def end(self):
        took = terminate(self.process)
        shutil.rmtree(self.directory, ignore_errors=True)
        return took


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Api(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.console = Console()

    @classmethod
    def tearDownClass(cls):
        cls.console.end()

    def promtool(self, *arguments):
        done = subprocess.run(["promtool", *arguments], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    @unittest.skipUnless(shutil.which("promtool"), "promtool is not installed")
    def test_promtool_asks_and_is_answered(self):
        url = self.console.address
        out = self.promtool("query", "instant", url, "sum(rate(sent_bytes_total[5m]))", f"--time={END}")
        value = float(re.search(r"=> ([0-9.]+) @", out).group(1))
        self.assertTrue(math.isclose(value, 10.0, rel_tol=1e-6), out)
        out = self.promtool("query", "range", f"--start={END - 60}", f"--end={END}", "--step=15s", url, 'load{host="anvil"}')
        self.assertIn('load{host="anvil", job="net"} =>', out)
        self.assertEqual(len(re.findall(r"^\S+ @\[", out, re.M)), 5, out)
        out = self.promtool("query", "series", '--match=sent_bytes_total', url)
        self.assertEqual(len(out.split("\n")) - 1, 2, out)
        out = self.promtool("query", "labels", url, "host")
        self.assertEqual(out.split(), ["anvil", "hammer"])
        done = subprocess.run(["promtool", "query", "instant", url, "sum(("], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertIn("parse error", done.stderr)

    def test_health_and_forms(self):
        for path in ("/-/healthy", "/-/ready"):
            for method in ("GET", "HEAD"):
                self.assertEqual(self.console.request(method, path)[0], 200)
        form = urllib.parse.urlencode({"query": "load", "time": END})
        status, content, headers = self.console.request("POST", "/api/v1/query", form,
                                                        {"Content-Type": "application/x-www-form-urlencoded", "Accept-Encoding": "gzip"})
        self.assertEqual((status, headers["Content-Type"]), (200, "application/json"))
        self.assertEqual(json.loads(content)["data"]["result"][0]["value"][1], f"{(POINTS - 2) % 9 / 4:g}")
        self.assertEqual(self.console.get("/api/v1/metadata", metric="sent_bytes")["data"]["sent_bytes"][0]["type"], "counter")
        self.assertEqual(self.console.request("GET", "/api/v1/query?query=1%2B1", headers={"Host": "evil.example"})[0], 403)
        self.assertEqual(self.console.request("GET", "/api/v1/query?query=1%2B1", headers={"Origin": "http://evil.example"})[0], 403)

    @unittest.skipUnless(shutil.which("prometheus"), "prometheus is not installed")
    def test_a_prometheus_scrapes_and_federates(self):
        port = free_port()
        directory = os.path.join(self.console.directory, "prometheus")
        os.mkdir(directory)
        config = os.path.join(directory, "prometheus.yml")
        with open(config, "w") as out:
            out.write(f"""
global: {{scrape_interval: 1s}}
scrape_configs:
- job_name: console
  static_configs: [{{targets: ["{self.console.host}"]}}]
- job_name: federate
  honor_labels: true
  metrics_path: /federate
  params: {{"match[]": ['{{__name__=~"load|sent_bytes_total|node_load1"}}']}}
  static_configs: [{{targets: ["{self.console.host}"]}}]
""")
        log = open(os.path.join(directory, "log"), "wb")
        server = subprocess.Popen(["prometheus", f"--config.file={config}", f"--storage.tsdb.path={directory}/data",
                                   f"--web.listen-address=127.0.0.1:{port}"], stdout=log, stderr=log)
        try:
            def ask(query):
                try:
                    connection = http.client.HTTPConnection(f"127.0.0.1:{port}", timeout=5)
                    connection.request("GET", "/api/v1/query?" + urllib.parse.urlencode({"query": query}))
                    return json.loads(connection.getresponse().read()).get("data", {}).get("result")
                except (OSError, ValueError):  # it begins with "Service Unavailable"
                    return None
            wait_for("both to be up", lambda: len(ask("up == 1") or []) == 2, 30)
            own = wait_for("the console's own", lambda: ask('vedette_batches_total{job="console"}'), 30)
            self.assertGreater(float(own[0]["value"][1]), 0)
            federated = wait_for("what is federated", lambda: ask("node_load1"), 30)
            self.assertNotEqual(federated[0]["metric"].get("job"), "federate")
            # With the time that the console gave it.
            told = ask("timestamp(load)")
            self.assertEqual(len(told), 1)
            self.assertAlmostEqual(float(told[0]["value"][1]), END + 0.217, delta=0.001)
        finally:
            server.terminate()
            server.wait(20)
            log.close()

    def test_the_command_asks_beside_the_running_console(self):
        data = ("--data-dir", self.console.data)
        out, told = self.console.run("query", 'load{host="anvil"}', "--time", str(END), *data)
        self.assertEqual((out, told), (f'load{{host="anvil",job="net"}}  {(POINTS - 2) % 9 / 4:g}\n', ""))
        out, _ = self.console.run("query", "sum by(job)(rate(sent_bytes_total[5m]))", "--start", str(END - 60), "--end", str(END), "--step", "15s",
                                  "--format", "csv", *data)
        rows = list(csv.reader(io.StringIO(out)))
        self.assertEqual((rows[0], len(rows)), (["time", "series", "value"], 6))
        self.assertTrue(all(row[1] == '{job="net"}' and math.isclose(float(row[2]), 10.0, rel_tol=1e-6) for row in rows[1:]), rows)
        # The same as the API's.
        out, _ = self.console.run("query", "sent_bytes_total", "--time", str(END), "--format", "json", *data)
        self.assertEqual(json.loads(out), self.console.get("/api/v1/query", query="sent_bytes_total", time=END))
        out, told = self.console.run("query", "rate(load[5m])", "--time", str(END), *data)
        self.assertIn("PromQL info: metric might not be a counter", told)
        out, _ = self.console.run("query", "load", "--start", "-1h", "--step", "5m", *data)
        self.assertGreater(out.count("\n  "), 5)
        out, told = self.console.run("query", "sum(load) by", *data, code=1)
        self.assertEqual(out, "")
        lines = told.splitlines()
        self.assertEqual(lines[1], "  sum(load) by")
        self.assertEqual(lines[2].strip(), "^")
        for wrong in (("--start", "-1h"), ("--time", "x"), ("--start", "2", "--end", "1", "--step", "1s"), ("--time", "1", "--step", "1s")):
            self.console.run("query", "load", *wrong, *data, code=2)

    def test_what_others_could_ask_is_refused_at_start(self):
        for listen, named in (("0.0.0.0:0", "--listen-certificate"), ("nonsense", "ADDRESS:PORT"), (self.console.host, "cannot be listened on")):
            with tempfile.TemporaryDirectory() as data:
                done = subprocess.run([VEDETTE, "--headless", "--data-dir", data, "--config-dir", data, "--listen", listen],
                                      env=self.console.environment, capture_output=True, text=True, timeout=30)
            self.assertEqual(done.returncode, 2)
            self.assertIn(named, done.stderr)
            self.assertEqual(done.stderr.count("\n"), 1)

    @unittest.skipUnless(shutil.which("openssl"), "openssl is not installed")
    def test_others_are_answered_over_tls_with_the_token_alone(self):
        import ssl
        directory = tempfile.mkdtemp(dir=self.console.directory)
        key, certificate, token = (os.path.join(directory, name) for name in ("key.pem", "certificate.pem", "token"))
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                        "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate], check=True, capture_output=True)
        with open(token, "w") as out:
            out.write("0123456789abcdef0123456789abcdef\n")
        os.chmod(key, 0o600)
        os.chmod(token, 0o600)
        port = free_port()
        data = os.path.join(directory, "data")
        process = self.console.start("--listen", f"0.0.0.0:{port}", "--listen-certificate", certificate, "--listen-key", key,
                                     "--listen-token-file", token, data=data)
        try:
            def ask(headers):
                try:
                    connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=5, context=ssl.create_default_context(cafile=certificate))
                    connection.request("GET", "/api/v1/query?query=1%2B1", headers=headers)
                    return connection.getresponse().status
                except ConnectionRefusedError:
                    return None
            wait_for("the port", lambda: ask({}), 30)
            self.assertEqual(ask({}), 401)
            self.assertEqual(ask({"Authorization": "Bearer 0123456789abcdef0123456789abcdeX"}), 401)
            self.assertEqual(ask({"Authorization": "Bearer 0123456789abcdef0123456789abcdef"}), 200)
            for name in glob.glob(f"{data}/log/*"):
                with open(name) as log:
                    self.assertNotIn("0123456789abcdef", log.read())
        finally:
            terminate(process)


if __name__ == "__main__":
    result = unittest.TextTestRunner(verbosity=2).run(unittest.defaultTestLoader.loadTestsFromTestCase(Api))
    failed = len(result.failures) + len(result.errors)
    print(f"Totals: {result.testsRun - failed} passed, {failed} failed, {len(result.skipped)} skipped")
    sys.exit(1 if failed else 0)
