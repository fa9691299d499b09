"""A bare Runtime API in front of one runtime process: what a call takes without a platform."""

import http.client
import os
import subprocess
import time

import processes
from load import EVENT, Target
from packages import HANDLERS, ROOT
from peers import installed
from platform_under_test import free_port

RUNTIMES = ROOT / "src/main/resources/runtimes"


class Stub:
    """The stub with whatever runtime is begun on it."""

    def __init__(self):
        self.port, self.api = free_port(), free_port()
        self.process = subprocess.Popen(["node", installed.home() / "stub.mjs", str(self.port), str(self.api)])
        self.runtime = None
        self.await_listening()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.end_runtime()
        self.process.terminate()
        self.process.wait(10)

    def await_listening(self):
        deadline = time.perf_counter() + 10
        while True:
            try:
                http.client.HTTPConnection("127.0.0.1", self.port, timeout=2).connect()
                return
            except OSError:
                if time.perf_counter() > deadline:
                    raise
                time.sleep(0.01)

    def begin(self, command, task, handler):
        environment = {
            "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1",
            "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:%d" % self.api, "LAMBDA_TASK_ROOT": str(task),
            "_HANDLER": handler, "AWS_LAMBDA_FUNCTION_NAME": "hello", "AWS_LAMBDA_FUNCTION_VERSION": "1",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512", "AWS_LAMBDA_LOG_GROUP_NAME": "hello", "AWS_LAMBDA_LOG_STREAM_NAME": "hello",
            "AWS_REGION": "us-east-1", "LAMBDA_RUNTIME_DIR": "/var/runtime"}
        self.runtime = subprocess.Popen(
            [str(part) for part in command], cwd=task, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def end_runtime(self):
        if self.runtime:
            self.runtime.kill()
            self.runtime.wait(10)
            self.runtime = None

    def first_answer(self, command, task, handler, event=EVENT):
        """Milliseconds from the start of the runtime's process to its first answer."""
        begun = time.perf_counter()
        self.begin(command, task, handler)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("POST", "/", event, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        body = answer.read()
        taken = (time.perf_counter() - begun) * 1000
        connection.close()
        if answer.status != 200:
            raise SystemExit("%s answered %d: %s" % (handler, answer.status, body.decode()))
        self.end_runtime()
        return taken

    def begin_node(self):
        self.begin(["node", RUNTIMES / "nodejs/bootstrap.cjs"], HANDLERS, "index.handler")

    def target(self):
        return Target("bare Runtime API", "http://127.0.0.1:%d/" % self.port,
                      cpu_seconds=lambda: processes.family_cpu_seconds(self.process.pid))
