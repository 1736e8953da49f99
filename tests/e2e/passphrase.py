#!/usr/bin/python3
"""Secrets without a window: the real executable opens its encrypted file with a passphrase from a file or a pipe, and a check that wants a
password has it. The file is written here, as encrypted_file.cpp says that it is."""

import base64
import ctypes
import ctypes.util
import http.server
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, os.path.dirname(__file__))
from session import VEDETTE, wait_for  # noqa: E402

MAGIC = b"vedette-secrets-1\n"
PASSPHRASE, PASSWORD = "open sesame", "s3cret-of-the-shop"
sodium = ctypes.CDLL(ctypes.util.find_library("sodium"))


def vault(secrets):
    salt, nonce, key = os.urandom(16), os.urandom(24), ctypes.create_string_buffer(32)
    moderate_operations, moderate_bytes, argon2id13 = ctypes.c_ulonglong(3), ctypes.c_size_t(256 << 20), 2
    assert sodium.crypto_pwhash(key, ctypes.c_ulonglong(32), PASSPHRASE.encode(), ctypes.c_ulonglong(len(PASSPHRASE)), salt, moderate_operations,
                                moderate_bytes, argon2id13) == 0
    plain = json.dumps(secrets).encode()
    sealed = ctypes.create_string_buffer(len(plain) + 16)
    assert sodium.crypto_secretbox_xchacha20poly1305_easy(sealed, plain, ctypes.c_ulonglong(len(plain)), nonce, key) == 0
    return MAGIC + salt + nonce + sealed.raw


class Shop(http.server.BaseHTTPRequestHandler):
    seen = []  # what came as Authorization

    def do_GET(self):
        given = self.headers.get("Authorization", "")
        Shop.seen.append(given)
        good = given == "Basic " + base64.b64encode(f"ada:{PASSWORD}".encode()).decode()
        self.send_response(200 if good else 401)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Passphrase(unittest.TestCase):
    def setUp(self):
        Shop.seen.clear()
        self.shop = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Shop)
        threading.Thread(target=self.shop.serve_forever, daemon=True).start()
        self.directory = tempfile.TemporaryDirectory(prefix="vedette-passphrase-")
        self.config = f"{self.directory.name}/config"
        self.data = f"{self.directory.name}/data"
        os.mkdir(self.config, 0o700)
        url = f"http://127.0.0.1:{self.shop.server_port}/"
        with open(f"{self.config}/targets.json", "w") as file:
            json.dump({"version": 1, "targets": [{"id": "shop", "name": "Shop", "instance": url, "check": "http", "interval": 1,
                                                  "options": {"url": url, "user": "ada", "password": "secret:shop/password"}}]}, file)
        self.running = []

    def tearDown(self):
        for process in self.running:
            process.kill()
            process.wait()
        self.shop.shutdown()
        self.directory.cleanup()

    def file(self, name, content, mode=0o600):
        path = f"{self.directory.name}/{name}"
        with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
            file.write(content)
        os.chmod(path, mode)
        return path

    def keep(self, secrets):
        with open(f"{self.config}/secrets.vault", "wb") as file:
            file.write(vault(secrets))

    def start(self, *arguments, **options):
        environment = {"PATH": "/usr/bin:/bin", "HOME": self.directory.name, "LC_ALL": "C.UTF-8", **options.pop("env", {})}
        process = subprocess.Popen([VEDETTE, "--headless", "--data-dir", self.data, "--config-dir", self.config, "--interval", "1", *arguments],
                                   env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)
        self.running.append(process)
        return process

    def is_watching(self):
        try:
            with open(f"{self.data}/log/vedette.log") as log:
                return "watching" in log.read()
        except FileNotFoundError:
            return False

    def is_answered(self, process):
        wait_for("a question with the password", lambda: any(given.startswith("Basic ") for given in Shop.seen), 20)
        self.assertEqual(set(Shop.seen), {"Basic " + base64.b64encode(f"ada:{PASSWORD}".encode()).decode()})
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(10), 0)

    def refused(self, process, *words):
        _, errors = process.communicate(timeout=20)
        self.assertEqual(process.returncode, 2, errors)
        self.assertEqual(len(errors.strip().splitlines()), 1, errors)
        for word in words:
            self.assertIn(word, errors)
        self.assertNotIn(PASSPHRASE, errors)

    def test_a_file_opens_the_secrets(self):
        self.keep({"secret:shop/password": PASSWORD})
        self.is_answered(self.start("--passphrase-file", self.file("passphrase", PASSPHRASE.encode() + b"\n")))

    def test_a_pipe_opens_the_secrets(self):
        self.keep({"secret:shop/password": PASSWORD})
        ends = os.pipe()
        os.write(ends[1], PASSPHRASE.encode())
        os.close(ends[1])
        process = self.start("--passphrase-file", f"/dev/fd/{ends[0]}", pass_fds=[ends[0]])
        os.close(ends[0])
        self.is_answered(process)

    def test_a_credential_of_systemd_opens_the_secrets(self):
        self.keep({"secret:shop/password": PASSWORD})
        path = self.file("credential", PASSPHRASE.encode(), 0o440)
        self.is_answered(self.start("--passphrase-file", path, env={"CREDENTIALS_DIRECTORY": self.directory.name}))

    def test_without_it_nobody_is_asked(self):
        self.keep({"secret:shop/password": PASSWORD})
        self.start()
        wait_for("the console", self.is_watching)
        time.sleep(3)
        self.assertEqual(Shop.seen, [])

    def test_what_others_can_read_is_refused(self):
        self.keep({})
        self.refused(self.start("--passphrase-file", self.file("passphrase", PASSPHRASE.encode(), 0o644)), "passphrase", "others", "chmod 600")

    def test_a_wrong_passphrase_is_refused(self):
        self.keep({})
        self.refused(self.start("--passphrase-file", self.file("passphrase", b"open barley\n")), "not the passphrase")

    def test_the_file_is_made_where_there_is_none(self):
        process = self.start("--passphrase-file", self.file("passphrase", PASSPHRASE.encode()))
        path = f"{self.config}/secrets.vault"
        wait_for("the encrypted file", lambda: os.path.exists(path), 20)
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        wait_for("the console", self.is_watching)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(10), 0)
        with open(path, "rb") as file:
            before = file.read()
        self.assertTrue(before.startswith(MAGIC))
        self.refused(self.start("--passphrase-file", self.file("other", b"open barley")), "not the passphrase")
        with open(path, "rb") as file:
            self.assertEqual(file.read(), before)


if __name__ == "__main__":
    result = unittest.TextTestRunner(verbosity=2).run(unittest.defaultTestLoader.loadTestsFromTestCase(Passphrase))
    failed = len(result.failures) + len(result.errors)
    print(f"Totals: {result.testsRun - failed} passed, {failed} failed, {len(result.skipped)} skipped")
    sys.exit(1 if failed else 0)
