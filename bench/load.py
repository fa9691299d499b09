"""The two loads: first calls one at a time, and wrk on a function that is warm."""

import json
import subprocess
import time
from pathlib import Path

SCRIPT = Path(__file__).with_name("post.lua")
EVENT = b'{"name": "Ada"}'


def cold(platform, function, times):
    """Milliseconds as the caller sees them and by phase, each call the first of a new revision."""
    samples = []
    for number in range(times):
        platform.change(function, {"environment": {"ROUND": str(number)}})
        begun = time.perf_counter()
        headers = platform.call(function, EVENT)
        total = (time.perf_counter() - begun) * 1000
        if headers["Meterlark-Cold-Start"] != "true":
            raise SystemExit("the call of a new revision of %s was not cold" % function)
        samples.append({"total": total, **platform.phases(headers["Meterlark-Invocation-Id"])})
    return samples


def warm(url, token, clients, seconds):
    """Calls a second with latencies in milliseconds, by wrk with this many connections."""
    command = ["wrk", "--timeout", "30s", "-t", str(min(clients, 2)), "-c", str(clients), "-d", "%ds" % seconds, "-s", str(SCRIPT), url]
    if token:
        command += ["--", token]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures = json.loads(output.strip().splitlines()[-1])
    return {
        "rate": figures["calls"] / (figures["micros"] / 1e6),
        "p50": figures["p50"] / 1000,
        "p99": figures["p99"] / 1000,
        "failed": figures["failed"],
    }
