"""Objects put and got, small and large, beside what the same folder's disk does alone: written and forced, read."""

import http.client
import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from figures import Findings, Goal, Table, at_least, percentile
from platform_under_test import Account, Platform

MIB = 1 << 20
GOAL_PERCENT = 50


@dataclass
class Load:
    """How many threads put so many objects of one size, each."""

    name: str
    size: int
    threads: int
    count: int


LOADS = [Load("4 KB", 4 << 10, 16, 400), Load("64 MB", 64 * MIB, 2, 6)]


def measure(bench):
    findings = Findings()
    table = Table("Objects put and got", ["", "threads", "put/s", "put MB/s", "p99 ms", "disk put/s", "get/s", "get MB/s", "p99 ms", "disk get/s"])
    # Objects of all rounds stay until the end.
    with Platform(settings=["--meterlark.storage.buckets.max-size=100GB"]) as platform:
        account = Account(platform, "objects")
        account.ask("POST", "/buckets", {"name": "bench"})
        warm_up(account)
        for load in LOADS:
            row(findings, table, load, rounds(account, load, bench.options.rounds))
    findings.tables.append(table)
    return findings


def warm_up(account):
    over_http(account, Load("warm-up", 4 << 10, 4, 500), "warm", "PUT")
    over_http(account, Load("warm-up", 4 << 10, 4, 500), "warm", "GET")


def rounds(account, load, times):
    """The middle round by its rate, of each kind; ours and the disk's alternate."""
    seen = {"put": [], "get": [], "disk put": [], "disk get": []}
    for number in range(times):
        prefix = "%s-%d" % (load.name.replace(" ", ""), number)
        folder = Path(account.platform.data) / "objects" / ("bench-" + prefix)
        seen["disk put"].append(on_disk(load, folder, forced))
        seen["put"].append(over_http(account, load, prefix, "PUT"))
        seen["disk get"].append(on_disk(load, folder, read))
        seen["get"].append(over_http(account, load, prefix, "GET"))
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
    return {kind: sorted(samples, key=lambda sample: sample["rate"])[len(samples) // 2] for kind, samples in seen.items()}


def row(findings, table, load, seen):
    cells = []
    for kind in ("put", "get"):
        ours, disk = seen[kind], seen["disk " + kind]
        cells += ["%.0f" % ours["rate"] if load.size < MIB else "%.1f" % ours["rate"], "%.1f" % (ours["rate"] * load.size / MIB),
                  "%.1f" % ours["p99"], "%.1f" % disk["rate"]]
        share = 100 * ours["rate"] / disk["rate"]
        if load.size >= MIB:
            findings.goals.append(Goal(
                "%s, objects of %s" % (kind, load.name), "≥ %d %% of the disk's own" % GOAL_PERCENT, "%.0f MB/s, %.0f %%" % (
                    ours["rate"] * load.size / MIB, share),
                "the same folder, %d threads: %.0f MB/s" % (load.threads, disk["rate"] * load.size / MIB), at_least(share, GOAL_PERCENT)))
    table.add(load.name, load.threads, *cells)


def over_http(account, load, prefix, method):
    body = os.urandom(load.size)

    def work(thread):
        connection = http.client.HTTPConnection("127.0.0.1", account.platform.port, timeout=300)
        headers = {"Authorization": "Bearer " + account.token, "Content-Type": "application/octet-stream"}

        def one(number):
            path = "/api/v1/buckets/bench/objects/%s/%d-%d" % (prefix, thread, number)
            connection.request(method, path, body if method == "PUT" else None, headers)
            with connection.getresponse() as answer:
                if answer.status != 200:
                    raise SystemExit("%s %s: %d %s" % (method, path, answer.status, answer.read()))
                while answer.read(MIB):
                    pass

        return one

    return timed(load, work)


def on_disk(load, folder, what):
    folder.mkdir(exist_ok=True)
    body = os.urandom(load.size)
    return timed(load, lambda thread: lambda number: what(folder / ("%d-%d" % (thread, number)), body))


def forced(file, body):
    """As durable as an object is: its bytes, its name."""
    with open(file, "wb") as out:
        out.write(body)
        out.flush()
        os.fsync(out.fileno())
    folder = os.open(file.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def read(file, _):
    with open(file, "rb") as source:
        while source.read(MIB):
            pass


def timed(load, work):
    """Operations a second over all threads, and the 99th percentile of one, in milliseconds."""
    samples = []

    def run(thread):
        one = work(thread)
        for number in range(load.count):
            begun = time.perf_counter()
            one(number)
            samples.append(1000 * (time.perf_counter() - begun))

    threads = [threading.Thread(target=run, args=[number]) for number in range(load.threads)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(samples) != load.threads * load.count:
        raise SystemExit("%d of %d operations did not end" % (load.threads * load.count - len(samples), load.threads * load.count))
    return {"rate": len(samples) / (time.perf_counter() - begun), "p99": percentile(samples, 0.99)}
