"""The loads: first calls one at a time, and wrk on a function that is warm."""

import json
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Optional

from figures import median

SCRIPT = Path(__file__).with_name("post.lua")
EVENT = b'{"name": "Ada"}'


@dataclass
class Target:
    """Something that answers a POST of the event.

    cpu_seconds: of the process that takes the calls, for what one of them costs it
    """

    name: str
    url: str
    token: Optional[str] = None
    cpu_seconds: Optional[Callable[[], float]] = None


def warm(target, clients, seconds):
    """Calls a second with latencies in milliseconds, by wrk with this many connections."""
    command = ["wrk", "--timeout", "30s", "-t", str(min(clients, 2)), "-c", str(clients), "-d", "%ds" % seconds,
               "-s", str(SCRIPT), target.url]
    if target.token:
        command += ["--", target.token]
    before = target.cpu_seconds() if target.cpu_seconds else 0
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    used = target.cpu_seconds() - before if target.cpu_seconds else 0
    figures = json.loads(output.strip().splitlines()[-1])
    return {
        "rate": figures["calls"] / (figures["micros"] / 1e6),
        "p50": figures["p50"] / 1000,
        "p99": figures["p99"] / 1000,
        "failed": figures["failed"],
        "cpu": used * 1e6 / max(1, figures["calls"]),
    }


def interleaved(targets, clients, options):
    """Samples by target's name: every round asks each once, after one that is not counted."""
    samples = {target.name: [] for target in targets}
    for target in targets:
        warm(target, clients, options.warm_up)
    for _ in range(options.rounds):
        for target in targets:
            samples[target.name].append(warm(target, clients, options.seconds))
    return samples


def middle(samples):
    """The medians of the rounds; failures are all of them."""
    figures = {key: median(samples, key) for key in ("rate", "p50", "p99", "cpu")}
    return {**figures, "failed": sum(sample["failed"] for sample in samples)}


def first_calls(account, function, times, pause, event=None):
    """Milliseconds as the caller sees them and by phase, each call the first of a new revision."""
    samples = []
    for number in range(times):
        account.change(function, {"environment": {"ROUND": str(number)}})
        time.sleep(pause)
        begun = time.perf_counter()
        headers = account.call(function, event or EVENT)
        total = (time.perf_counter() - begun) * 1000
        if headers["Meterlark-Cold-Start"] != "true":
            raise SystemExit("the call of a new revision of %s was not cold" % function)
        samples.append({"total": total, **account.phases(headers["Meterlark-Invocation-Id"])})
    return samples
