"""A platform of its own: a scratch folder, a free port, stopped at the end."""

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

DEADLINE_SECONDS = 120


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_answer(asked, process, log):
    """Seconds until the URL or request is answered with 200; says what the process printed when it ends instead."""
    begun = time.perf_counter()
    while True:
        try:
            with urllib.request.urlopen(asked, timeout=5):
                return time.perf_counter() - begun
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if process.poll() is not None or time.perf_counter() - begun > DEADLINE_SECONDS:
                raise SystemExit("no answer to %s:\n%s" % (getattr(asked, "full_url", asked), Path(log).read_text()[-4000:]))
            time.sleep(0.01)


class Platform:

    def __init__(self, root, work, cached=True):
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="data-", dir=work))
        self.log = self.folder / "console.log"
        self.base = "http://127.0.0.1:%d" % self.port
        command = [
            root / "bin/up", "--port", str(self.port), "--ingress-port", str(free_port()), "--data", self.folder / "data",
            # The load is one key's: its rate limit is not what is measured.
            "--", "--meterlark.api-rate.per-second=1000000", "--meterlark.api-rate.burst=1000000",
        ]
        environment = dict(os.environ, METERLARK_START_CACHE="yes" if cached else "no")
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, start_new_session=True, env=environment)
        try:
            self.started_after = await_answer(self.base + "/actuator/health", self.process, self.log)
            self.token = self.sign_up()
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.process.terminate()
        self.process.wait(60)
        shutil.rmtree(self.folder, ignore_errors=True)

    def request(self, method, path, body=None, media_type="application/json", token=None):
        """Headers and bytes of the answer; ends the run with the problem when it is one."""
        headers = {"Content-Type": media_type}
        if token:
            headers["Authorization"] = "Bearer " + token
        request = urllib.request.Request(self.base + "/api/v1" + path, data=body, method=method, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.headers, answer.read()
        except urllib.error.HTTPError as problem:
            raise SystemExit("%s %s: %s" % (method, path, problem.read().decode())) from problem

    def ask(self, method, path, body=None):
        encoded = None if body is None else json.dumps(body).encode()
        _, answer = self.request(method, path, encoded, token=self.token)
        return json.loads(answer) if answer else None

    def sign_up(self):
        body = {"name": "Bench", "email": "bench@meterlark.example", "password": "a bench needs no secret 7"}
        _, answer = self.request("POST", "/accounts", json.dumps(body).encode())
        return json.loads(answer)["apiKey"]["token"]

    def deploy(self, name, runtime, handler, package, memory):
        self.ask("POST", "/functions", {
            "name": name, "runtime": runtime, "handler": handler, "memoryMb": memory, "timeout": 30})
        media_type = "application/zip" if package.suffix in (".zip", ".jar") else "text/plain"
        path = "/functions/%s/code?filename=%s" % (name, package.name)
        self.request("PUT", path, package.read_bytes(), media_type, self.token)

    def change(self, name, changes):
        self.ask("PATCH", "/functions/" + name, changes)

    def call(self, name, event):
        headers, _ = self.request("POST", "/functions/%s/invocations" % name, event, token=self.token)
        return headers

    def phases(self, invocation):
        """Milliseconds by phase; the history has a call a moment after its answer."""
        deadline = time.perf_counter() + 10
        while True:
            request = urllib.request.Request(
                self.base + "/api/v1/invocations/" + invocation, headers={"Authorization": "Bearer " + self.token})
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:
                    return {phase: float(value) for phase, value in json.load(answer)["phases"].items()}
            except urllib.error.HTTPError as problem:
                if problem.code != 404 or time.perf_counter() > deadline:
                    raise
                time.sleep(0.02)

    def invocations(self, name):
        return "%s/api/v1/functions/%s/invocations" % (self.base, name)

    def resident_mib(self):
        """RSS of the platform's own process: bin/up becomes it."""
        status = Path("/proc/%d/status" % self.process.pid).read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024
