#!/usr/bin/python3
"""What a thousand HTTP checks cost: the console beside prometheus-blackbox-exporter with Prometheus, against one nginx, in one run.

    checks_cost.py [--tls] [--checks 1000] [--interval 10] [--seconds 60] [--no-peer] build/release/vedette

Tells per program: share of one core, resident memory, and how late rounds are (the console's vedette_round_lag_seconds; of Prometheus the
distance of each sample's time from its series' own grid).
"""

import argparse
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"nothing listens on port {port}")


def cpu(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident(pid):
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS:")) / 1024


def threads(pid):
    return len(os.listdir(f"/proc/{pid}/task"))


def ask(port, question, **parameters):
    parameters = urllib.parse.urlencode({"query": question, **parameters})
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/query?{parameters}", timeout=60) as answer:
        return json.load(answer)["data"]["result"]


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))] if values else float("nan")


def make_certificates(folder):
    """ca.pem, and web.pem with web.key which it signed for 127.0.0.1."""
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    openssl("req", "-x509", *key, "-days", "30", "-subj", "/CN=Bench Authority", "-keyout", "ca.key", "-out", "ca.pem")
    openssl("req", *key, "-subj", "/CN=web", "-keyout", "web.key", "-out", "web.csr")
    with open(f"{folder}/web.cnf", "w") as config:
        config.write("basicConstraints=CA:FALSE\nsubjectAltName=IP:127.0.0.1\n")
    openssl("x509", "-req", "-in", "web.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30", "-extfile", "web.cnf", "-out",
            "web.pem")


def start_nginx(arguments, folder, port):
    tls = f"ssl_certificate {folder}/web.pem; ssl_certificate_key {folder}/web.key;" if arguments.tls else ""
    with open(f"{folder}/nginx.conf", "w") as config:
        config.write(f"""daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 4096; }}
http {{ access_log off; client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder}; uwsgi_temp_path {folder};
scgi_temp_path {folder}; server {{ listen 127.0.0.1:{port} backlog=4096{' ssl' if tls else ''}; {tls} location / {{ return 200 "all is well\\n"; }} }} }}""")
    process = subprocess.Popen([shutil.which("nginx") or "/usr/sbin/nginx", "-c", f"{folder}/nginx.conf", "-p", folder])
    wait_for(port)
    return process


def watch(pids, seconds):
    before = [cpu(pid) for pid in pids]
    began = time.monotonic()
    time.sleep(seconds)
    took = time.monotonic() - began
    return [(cpu(pid) - first) / took for pid, first in zip(pids, before)], [resident(pid) for pid in pids]


def urls(arguments, web):
    return [f"{'https' if arguments.tls else 'http'}://127.0.0.1:{web}/{i}" for i in range(arguments.checks)]


def console(arguments, folder, web):
    os.makedirs(f"{folder}/config")
    authority = {"authority_file": f"{folder}/ca.pem"} if arguments.tls else {}
    targets = [{"id": f"check-{i}", "name": f"check {i}", "instance": url, "check": "http", "interval": arguments.interval,
                "options": {"url": url, **authority}} for i, url in enumerate(urls(arguments, web))]
    with open(f"{folder}/config/targets.json", "w") as file:
        json.dump({"targets": targets}, file)
    port = free_port()
    process = subprocess.Popen([arguments.vedette, "--headless", "--data-dir", f"{folder}/data", "--config-dir", f"{folder}/config", "--listen",
                                f"127.0.0.1:{port}", "--log-level", "warning"])
    wait_for(port)
    time.sleep(3 * arguments.interval)
    shares, memory = watch([process.pid], arguments.seconds)
    count = threads(process.pid)
    success = ask(port, "sum(probe_success)")[0]["value"][1]
    lags = []
    for series in ask(port, f'vedette_round_lag_seconds{{instance=~"http.*"}}[{arguments.seconds}s]'):
        lags += [float(value) for _, value in series["values"]]
    process.send_signal(signal.SIGTERM)
    process.wait()
    each = shares[0] * arguments.interval * 1000 / arguments.checks
    print(f"vedette: {shares[0]:.1%} of a core ({each:.2f} ms a check), {memory[0]:.0f} MiB, {count} threads, {success} of {arguments.checks} succeed, "
          f"lateness of {len(lags)} rounds: median {statistics.median(lags) * 1000:.1f} ms, p99 {percentile(lags, 0.99) * 1000:.1f} ms, worst "
          f"{max(lags) * 1000:.1f} ms")


def peer(arguments, folder, web):
    exporter, server = shutil.which("prometheus-blackbox-exporter"), shutil.which("prometheus")
    if not exporter or not server:
        print("prometheus-blackbox-exporter or prometheus is not installed")
        return
    asked, port = free_port(), free_port()
    with open(f"{folder}/blackbox.yml", "w") as config:
        tls = f", tls_config: {{ca_file: {folder}/ca.pem}}" if arguments.tls else ""
        config.write(f"modules: {{http_2xx: {{prober: http, http: {{preferred_ip_protocol: ip4{tls}}}}}}}\n")
    with open(f"{folder}/targets.json", "w") as file:
        json.dump([{"targets": urls(arguments, web)}], file)
    with open(f"{folder}/prometheus.yml", "w") as config:
        config.write(f"""scrape_configs:
- job_name: blackbox
  scrape_interval: {arguments.interval}s
  metrics_path: /probe
  params: {{module: [http_2xx]}}
  file_sd_configs: [{{files: [{folder}/targets.json]}}]
  relabel_configs:
  - {{source_labels: [__address__], target_label: __param_target}}
  - {{source_labels: [__param_target], target_label: instance}}
  - {{target_label: __address__, replacement: 127.0.0.1:{asked}}}
""")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    processes = [subprocess.Popen([exporter, f"--config.file={folder}/blackbox.yml", f"--web.listen-address=127.0.0.1:{asked}"], **quiet),
                 subprocess.Popen([server, f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/tsdb",
                                   f"--web.listen-address=127.0.0.1:{port}"], **quiet)]
    wait_for(asked)
    wait_for(port)
    time.sleep(3 * arguments.interval)
    shares, memory = watch([process.pid for process in processes], arguments.seconds)
    success = ask(port, "sum(probe_success)")[0]["value"][1]
    late = []
    for series in ask(port, f"probe_success[{arguments.seconds}s]"):
        offsets = [float(at) % arguments.interval for at, _ in series["values"]]
        late += [offset - min(offsets) for offset in offsets]
    for process in processes:
        process.terminate()
        process.wait()
    print(f"blackbox_exporter + Prometheus: {shares[0]:.1%} + {shares[1]:.1%} of a core, {memory[0]:.0f} + {memory[1]:.0f} MiB, {success} of "
          f"{arguments.checks} succeed, lateness of {len(late)} scrapes as their times tell: p99 {percentile(late, 0.99) * 1000:.1f} ms, worst "
          f"{max(late) * 1000:.1f} ms")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vedette")
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--checks", type=int, default=1000)
    parser.add_argument("--interval", type=int, default=10)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--no-peer", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        web = free_port()
        if arguments.tls:
            make_certificates(folder)
        nginx = start_nginx(arguments, folder, web)
        try:
            console(arguments, folder, web)
            if not arguments.no_peer:
                peer(arguments, folder, web)
        finally:
            nginx.terminate()
            nginx.wait()


main()
