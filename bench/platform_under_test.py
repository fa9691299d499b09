"""A platform of its own: a scratch folder, free ports, stopped at the end."""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import processes
from packages import ROOT, WORK

DEADLINE_SECONDS = 120

# The load is one key's: how much one key or account may do is not what is measured.
UNBOUNDED = [
    "--meterlark.api-rate.per-second=1000000",
    "--meterlark.api-rate.burst=1000000",
    "--meterlark.account.new.concurrency=1000",
    "--meterlark.account.new.functions=20000",
]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_answer(asked, process, log, deadline=DEADLINE_SECONDS):
    """Seconds until the URL or request is answered with 200; says what the process printed when it ends instead."""
    begun = time.perf_counter()
    while True:
        try:
            with urllib.request.urlopen(asked, timeout=5):
                return time.perf_counter() - begun
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if process.poll() is not None or time.perf_counter() - begun > deadline:
                raise SystemExit("no answer to %s:\n%s" % (getattr(asked, "full_url", asked), Path(log).read_text()[-4000:]))
            time.sleep(0.01)


class Problem(Exception):
    """An answer that says what went wrong."""

    def __init__(self, status, body):
        super().__init__("%d: %s" % (status, body))
        self.status = status
        self.body = body


class Account:
    """One account's program."""

    def __init__(self, platform, name, token=None):
        self.platform = platform
        self.token = token
        self.slug = None
        if token is None:
            self.sign_up(name)

    def sign_up(self, name):
        body = {"name": name, "email": name + "@meterlark.example", "password": "a bench needs no secret 7"}
        made = self.ask("POST", "/accounts", body)
        self.token = made["apiKey"]["token"]
        self.slug = made["account"]["slug"]

    def request(self, method, path, body=None, media_type="application/json", headers=None):
        """Headers and bytes of the answer."""
        headers = {"Content-Type": media_type, **(headers or {})}
        if self.token:
            headers["Authorization"] = "Bearer " + self.token
        asked = urllib.request.Request(self.platform.base + "/api/v1" + path, data=body, method=method, headers=headers)
        try:
            with urllib.request.urlopen(asked, timeout=120) as answer:
                return answer.headers, answer.read()
        except urllib.error.HTTPError as problem:
            raise Problem(problem.code, "%s %s: %s" % (method, path, problem.read().decode())) from problem

    def ask(self, method, path, body=None):
        _, answer = self.request(method, path, None if body is None else json.dumps(body).encode())
        return json.loads(answer) if answer else None

    def deploy(self, function):
        self.ask("POST", "/functions", {
            "name": function.name, "runtime": function.runtime, "handler": function.handler,
            "memoryMb": function.memory, "timeout": 30, **function.settings})
        media_type = "application/zip" if function.package.suffix in (".zip", ".jar") else "application/octet-stream"
        path = "/functions/%s/code?filename=%s" % (function.name, function.package.name)
        self.request("PUT", path, function.package.read_bytes(), media_type)

    def open_to_anyone(self, function):
        self.ask("PUT", "/functions/%s/url" % function, {"auth": "none"})

    def change(self, function, changes):
        self.ask("PATCH", "/functions/" + function, changes)

    def call(self, function, event):
        """The headers of the answer."""
        return self.request("POST", "/functions/%s/invocations" % function, event)[0]

    def phases(self, invocation):
        """Milliseconds by phase; the history has a call a moment after its answer."""
        deadline = time.perf_counter() + 10
        while True:
            try:
                return {phase: float(value) for phase, value in self.ask("GET", "/invocations/" + invocation)["phases"].items()}
            except Problem as problem:
                if problem.status != 404 or time.perf_counter() > deadline:
                    raise
                time.sleep(0.02)

    def invocations(self, function):
        return "%s/api/v1/functions/%s/invocations" % (self.platform.base, function)

    def url(self, function):
        return "http://127.0.0.1:%d/%s/%s/" % (self.platform.ingress, self.slug, function)


class Platform:

    def __init__(self, cached=True, settings=(), data=None):
        self.port = free_port()
        self.ingress = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="data-", dir=WORK))
        self.data = data or self.folder / "data"
        self.log = self.folder / "console.log"
        self.base = "http://127.0.0.1:%d" % self.port
        command = [ROOT / "bin/up", "--port", str(self.port), "--ingress-port", str(self.ingress), "--data", self.data,
                   "--", *UNBOUNDED, *settings]
        environment = dict(os.environ, METERLARK_START_CACHE="yes" if cached else "no")
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, start_new_session=True, env=environment)
        try:
            self.started_after = await_answer(self.base + "/actuator/health", self.process, self.log)
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def kill(self):
        """SIGKILL: nothing of it runs any more when this returns, but what it started may."""
        self.process.kill()
        self.process.wait(10)

    def cpu_seconds(self):
        """Of the platform's own process: bin/up becomes it."""
        return processes.cpu_seconds(self.process.pid)

    def resident_mib(self):
        return processes.resident_mib(self.process.pid)

    def belongings(self):
        return processes.belongings(self.process.pid, self.data)
