#!/usr/bin/python3
"""The live history beside Prometheus: the same batches into both, then their memory and their start, in one run.

    live_cost.py build/release/vedette build/release/tests/bench_store

1,000 series at 5 s for 12 h: a third constant, a third counters, a third gauges of two decimals. Prometheus (Debian's) takes them
by remote write 1.0: a batch a request, or ten of them, the series shared by two connections too. The requests are encoded before
the clock runs, and framed as Snappy without being compressed, so that the sender costs little and the receiver has the least to
undo; between the timed parts Prometheus has pauses that our side has not. Our side makes its batches while the clock runs.
"""

import http.client
import os
import random
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

SERIES, BATCHES, STEP = 1000, 8640, 5
START = 1_700_006_400
ENCODED_AT_ONCE = 360
END = START + STEP * (BATCHES - 1)


def varint(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def field(number, content):
    return varint(number << 3 | 2) + varint(len(content)) + content


def literal(content):
    """Snappy's block format: nothing but literals."""
    out = [varint(len(content))]
    for at in range(0, len(content), 1 << 16):
        piece = content[at:at + (1 << 16)]
        out += [b"\xf4", struct.pack("<H", len(piece) - 1), piece]  # a literal whose length stands in two bytes
    return b"".join(out)


class Share:
    """Some of the series: their WriteRequests, so many batches `together` in each."""

    SAMPLE = b"\x12\x10\x09"  # Sample{double value = 1; int64 timestamp = 2} up to the value: of a fixed size, for the times are

    def __init__(self, numbers, together):
        self.numbers = numbers
        self.together = together
        self.values = [float(i) for i in numbers]
        self.heads = []
        samples = bytes((len(self.SAMPLE) + 8 + 7) * together)
        for i in numbers:
            labels = b"".join(field(1, field(1, name) + field(2, value))
                              for name, value in ((b"__name__", b"bench_%d" % (i % 50)), (b"i", b"%d" % i)))
            self.heads.append(field(1, labels + samples)[:-len(samples)])

    def step(self, at, chance):
        i = self.numbers[at]
        if i % 3 == 1:
            self.values[at] += int(chance() * 100)
        elif i % 3 == 2:
            self.values[at] = int(chance() * 10000) / 100
        return self.values[at]

    def request(self, batch, chance):
        pack = struct.Struct("<d").pack
        stamps = [b"\x10" + varint((START + STEP * (batch + later)) * 1000) for later in range(self.together)]
        pieces = []
        for at, head in enumerate(self.heads):
            pieces.append(head)
            for stamp in stamps:
                pieces += (self.SAMPLE, pack(self.step(at, chance)), stamp)
        return literal(b"".join(pieces))


def get(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


class Prometheus:
    def __init__(self, directory, port):
        self.port = port
        config = f"{directory}/prometheus.yml"
        with open(config, "w", encoding="ascii") as file:
            file.write("scrape_configs: []\n")
        self.process = subprocess.Popen(["prometheus", f"--config.file={config}", f"--storage.tsdb.path={directory}/data",
                                         f"--web.listen-address=127.0.0.1:{port}", "--web.enable-remote-write-receiver",
                                         "--storage.tsdb.retention.time=100y", "--log.level=error"],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)

    def answer(self, query, at):
        """Waits for a 200 to an instant query."""
        path = "/api/v1/query?" + urllib.parse.urlencode({"query": query, "time": at})
        while self.process.poll() is None:
            try:
                status, text = get(self.port, path)
                if status == 200:
                    return text
            except OSError:
                pass
            time.sleep(0.001)
        sys.exit("prometheus ended")

    def send(self, requests):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Content-Encoding": "snappy", "Content-Type": "application/x-protobuf", "X-Prometheus-Remote-Write-Version": "0.1.0"}
        for body in requests:
            connection.request("POST", "/api/v1/write", body, headers)
            answer = connection.getresponse()
            text = answer.read()
            if answer.status // 100 != 2:
                self.refused = f"{answer.status} {text.decode(errors='replace')}"
                break
        connection.close()

    refused = ""

    def cpu(self):
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident(self):
        found = re.search(r"^process_resident_memory_bytes (\S+)", get(self.port, "/metrics")[1], re.MULTILINE)
        return float(found[1]) / 2**20


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def write_to(prometheus, connections, together):
    chance = random.Random(1).random
    shares = [Share(range(at, SERIES, connections), together) for at in range(connections)]
    took = own = 0
    for first in range(0, BATCHES, ENCODED_AT_ONCE):
        batches = range(first, min(first + ENCODED_AT_ONCE, BATCHES), together)
        encoded = [[share.request(batch, chance) for batch in batches] for share in shares]
        threads = [threading.Thread(target=prometheus.send, args=(requests,)) for requests in encoded]
        begun, begun_own = time.monotonic(), time.process_time()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took += time.monotonic() - begun
        own += time.process_time() - begun_own
        if prometheus.refused:
            sys.exit(f"remote write refused: {prometheus.refused}")
    return took, own


def run(command):
    """What it says, and the seconds it took of the clock and of the processor."""
    before, begun = os.times(), time.monotonic()
    text = subprocess.check_output(command, text=True, stderr=subprocess.DEVNULL)
    took, after = time.monotonic() - begun, os.times()
    return text, took, after.children_user + after.children_system - before.children_user - before.children_system


def median(values):
    return sorted(values)[len(values) // 2]


def write_beside(directory, port, connections, together):
    prometheus = Prometheus(directory, port)
    try:
        prometheus.answer("1", END)
        empty = prometheus.resident()
        took, own = write_to(prometheus, connections, together)
        there = prometheus.answer('sum(count_over_time({__name__=~"bench_.*"}[13h]))', END)
        if f'"{SERIES * BATCHES}"' not in there:
            sys.exit(f"prometheus has not what was sent: {there}")
        print(f"prometheus  remote write, {connections} at a time, batches in a request {together:2}: {SERIES * BATCHES / took / 1e6:.2f} M samples/s "
              f"({took:.1f} s, CPU of the sender {own:.1f} s, of prometheus with its pauses {prometheus.cpu():.1f} s)   "
              f"RSS {prometheus.resident():.0f} MiB, empty {empty:.0f} MiB", flush=True)
    finally:
        prometheus.stop()


def start_beside(directory, port):
    starts = []
    for _ in range(5):
        begun = time.monotonic()
        prometheus = Prometheus(directory, port)
        try:
            text = prometheus.answer("bench_7", END)
            starts.append(time.monotonic() - begun)
            resident = prometheus.resident()
        finally:
            prometheus.stop()
        if text.count('"metric"') != SERIES // 50:
            sys.exit(f"prometheus answered something else: {text[:200]}")
    print(f"prometheus  start until the first query is answered: {median(starts) * 1e3:.0f} ms (median of 5), then RSS {resident:.0f} MiB", flush=True)


def main():
    vedette, bench_store = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as directory:
        text, _, cpu = run([bench_store, "append", f"{directory}/v", str(SERIES), str(BATCHES)])
        print(f"vedette     {text.strip()}, CPU {cpu:.1f} s")
        starts, cpus = [], []
        for _ in range(5):
            text, took, cpu = run([vedette, "export", "--match", "bench_7", "--start", str(END - 300), "--end", str(END), "--data-dir", f"{directory}/v"])
            starts.append(took)
            cpus.append(cpu)
            if len(set(re.findall(r"^bench_7\{[^}]*\}", text, re.MULTILINE))) != SERIES // 50:
                sys.exit(f"vedette answered something else: {text[:200]}")
        print(f"vedette     start until the first query is answered: {median(starts) * 1e3:.0f} ms (a process of its own, median of 5; "
              f"CPU {median(cpus) * 1e3:.0f} ms)")
        read = run([bench_store, "read", f"{directory}/v"])[0].splitlines()
        print(f"vedette     in the process: {read[-1]}", flush=True)
        if shutil.which("prometheus"):
            port = free_port()
            for connections, together in ((2, 10), (1, 10), (1, 1)):
                where = f"{directory}/p{connections}-{together}"
                os.mkdir(where)
                write_beside(where, port, connections, together)
            start_beside(where, port)


if __name__ == "__main__":
    main()
