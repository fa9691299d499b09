"""Peers that listen for HTTP."""

import os
import subprocess
import urllib.request

import processes
from load import EVENT, Target
from peers import installed
from platform_under_test import await_answer, free_port


class Server:
    """One peer as a process of its own, from its first answer until it is closed."""

    def __init__(self, name, command, port, environment=None):
        self.name = name
        home = installed.home()
        self.url = "http://127.0.0.1:%d/" % port
        log = home / (name.split()[0] + ".log")
        with open(log, "w") as output:
            self.process = subprocess.Popen(
                [str(part) for part in command], cwd=home, stdout=output, stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL, env={**os.environ, **(environment or {})})
        first = urllib.request.Request(self.url, EVENT, {"Content-Type": "application/json"})
        self.answered_after = await_answer(first, self.process, log)

    def target(self):
        return Target(self.name, self.url, cpu_seconds=lambda: processes.family_cpu_seconds(self.process.pid))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)


def functions_framework():
    """Google's functions framework: one Node.js process, no sandbox, no accounts, no metering."""
    port = free_port()
    program = installed.home() / "node_modules/@google-cloud/functions-framework/build/src/main.js"
    return Server("functions-framework", ["node", program, "--target=hello", "--port=%d" % port], port)


def workerd():
    """Cloudflare's runtime: isolates of V8 in one process, no accounts, no metering."""
    port = free_port()
    program = installed.home() / "node_modules/@cloudflare/workerd-linux-64/bin/workerd"
    command = [program, "serve", "--experimental", "workerd.capnp", "--socket-addr", "http=127.0.0.1:%d" % port]
    return Server("workerd", command, port)


def serverless_offline():
    """The Serverless framework's local Lambda: worker threads, no sandbox. It wants some key, and asks nobody about it."""
    port = free_port()
    program = installed.home() / "node_modules/serverless/bin/serverless.js"
    command = ["node", program, "offline", "start", "--host", "127.0.0.1", "--httpPort", port, "--lambdaPort", free_port()]
    unused = {"AWS_ACCESS_KEY_ID": "none", "AWS_SECRET_ACCESS_KEY": "none",
              "SLS_TELEMETRY_DISABLED": "1", "SLS_NOTIFICATIONS_MODE": "off"}
    return Server("serverless-offline", command, port, unused)


def all_of_them():
    """Started one after the other; whoever began them closes them."""
    started = []
    try:
        for start in (functions_framework, workerd, serverless_offline):
            started.append(start())
    except BaseException:
        for each in started:
            each.close()
        raise
    return started
