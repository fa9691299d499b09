"""Mixed load on one platform: four runtimes, time-outs, crashes, memory bombs, deploys in between; and a neighbour who wants
nothing but its answers."""

import multiprocessing
import threading
import time
from dataclasses import dataclass

from caller import Caller, Tally
from figures import Findings, Goal, Table, at_most, percentile
from load import EVENT
from packages import everyday, node
from platform_under_test import Account, Platform

CANARY_PAUSE = 0.02
QUIET_SECONDS = 30
SETTLE_SECONDS = 60
DEPLOY_PAUSE = 2.0
# Blank sandboxes follow the demand of this long: what is left after it is nobody's.
DEMAND = ["--meterlark.sandbox.blank.window=10s"]
COUNTED = ("sandbox processes", "control groups", "mounts")

# Buffers and connections that are kept for the next caller are no leak.
SPARE_DESCRIPTORS = 16
SPARE_HEAP = 1.1


@dataclass
class Kind:
    """One kind of call that goes on and on, with the ending that is right for it."""

    name: str
    status: int
    code: str
    pause: float
    source: str = ""


BAD = [
    Kind("never-returns", 504, "function.timeout", 1.0, "def handler(e, c):\n  while True: pass\n"),
    Kind("sleeps", 504, "function.timeout", 0.5, "import time\ndef handler(e, c): time.sleep(60)\n"),
    Kind("exits", 502, "function.exit", 1.0, "import os\ndef handler(e, c): os._exit(3)\n"),
    Kind("aborts", 502, "function.exit", 2.0, "import os\ndef handler(e, c): os.abort()\n"),
    Kind("eats-memory", 502, "function.out-of-memory", 2.0, "def handler(e, c): return len([bytearray(1 << 20) for _ in range(4096)])\n"),
    Kind("raises", 502, "function.error", 0.2, "def handler(e, c): raise KeyError('x')\n"),
    Kind("forks", 200, None, 2.0, "import os\ndef handler(e, c):\n  for _ in range(20):\n    os.waitpid(os.fork() or os._exit(0), 0)\n"),
    Kind("prints", 200, None, 0.5, "def handler(e, c): print('x' * 100000)\n"),
]
GOOD_PAUSE = 0.02


def measure(bench):
    findings = Findings()
    with Platform(settings=DEMAND) as platform:
        canary_account = Account(platform, "canary")
        canary_account.deploy(node())
        canary_account.open_to_anyone("node")
        url = canary_account.url("node")
        canary(url, 5)
        quiet = canary(url, min(QUIET_SECONDS, bench.options.minutes * 30))
        readings = {"before": platform.belongings()}
        noisy_account = Account(platform, "noisy")
        kinds = deploy(noisy_account)
        tally, loaded = Tally(), []
        seconds = bench.options.minutes * 60
        loaded += under_load(noisy_account, kinds, url, seconds / 4, tally)
        readings["after a quarter"] = platform.belongings()
        loaded += under_load(noisy_account, kinds, url, seconds * 3 / 4, tally)
        readings["after"] = settled(platform, noisy_account, kinds, readings["before"])
    tell(findings, tally, readings, quiet, loaded, bench.options.minutes)
    return findings


def deploy(account):
    """All kinds by function, deployed."""
    kinds = []
    for function in everyday():
        account.deploy(function)
        kinds.append(Kind(function.name, 200, None, GOOD_PAUSE))
    for bad in BAD:
        account.ask("POST", "/functions", {
            "name": bad.name, "runtime": "python", "handler": "app.handler", "memoryMb": 128,
            "timeout": 1 if bad.code == "function.timeout" else 30, "code": {"source": bad.source}})
        kinds.append(bad)
    return kinds


def under_load(account, kinds, canary_url, seconds, tally):
    """The canary's milliseconds while everything goes on."""
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=calls, args=(account, kind, until, tally)) for kind in kinds]
    threads.append(threading.Thread(target=deploys, args=(account, kinds, until, tally)))
    for thread in threads:
        thread.start()
    seen = canary(canary_url, seconds)
    for thread in threads:
        thread.join()
    return seen


def calls(account, kind, until, tally):
    caller = Caller(account.invocations(kind.name), account.token)
    while time.monotonic() < until:
        tally.count(kind.name, caller.call(EVENT), kind.status, kind.code)
        time.sleep(kind.pause)


def deploys(account, kinds, until, tally):
    number = 0
    while time.monotonic() < until:
        number += 1
        try:
            account.change(kinds[number % len(kinds)].name, {"environment": {"DEPLOY": str(number)}})
            tally.expected["deploy"] += 1
        except Exception as problem:
            tally.unexpected["deploy: %s" % problem] += 1
        time.sleep(DEPLOY_PAUSE)


def canary(url, seconds):
    """Milliseconds of a small call now and then, taken by a process of its own; minus one for each that failed."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=sing, args=(url, seconds, theirs))
    process.start()
    seen = ours.recv()
    process.join()
    return seen


def sing(url, seconds, told):
    caller = Caller(url)
    seen = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        begun = time.perf_counter()
        reply = caller.call(EVENT)
        seen.append((time.perf_counter() - begun) * 1000 if reply.status == 200 else -1)
        time.sleep(CANARY_PAUSE)
    told.send(seen)


def settled(platform, account, kinds, before):
    """What is left when the noisy account's functions are gone."""
    for kind in kinds:
        account.ask("DELETE", "/functions/" + kind.name)
    deadline = time.monotonic() + SETTLE_SECONDS
    after = platform.belongings()
    while any(after[each] > before[each] for each in COUNTED) and time.monotonic() < deadline:
        time.sleep(1)
        after = platform.belongings()
    return after


def tell(findings, tally, readings, quiet, loaded, minutes):
    wrong = sum(tally.unexpected.values()) + sum(1 for each in loaded if each < 0)
    findings.goals.append(Goal(
        "soak of %g minutes: endings that were not the function's own" % minutes, "0", str(wrong),
        "%d calls and deploys, %d of the canary" % (sum(tally.expected.values()) + wrong, len(loaded)), at_most(wrong, 0)))
    leaks = leaking(readings)
    findings.goals.append(Goal(
        "soak: leaks", "none", ", ".join(leaks) or "none", "processes, control groups, mounts, descriptors, heap",
        "missed" if leaks else "met"))
    calm, stressed = (percentile([each for each in seen if each >= 0], 0.99) for seen in (quiet, loaded))
    findings.goals.append(Goal(
        "soak: canary's p99", "≤ 2 × quiet", "%.1f ms, %.2f ×" % (stressed, stressed / calm), "quiet: %.1f ms" % calm,
        at_most(stressed / calm, 2)))
    table = Table("Soak: what the platform had", ["", *readings])
    for name in readings["before"]:
        table.add(name, *(reading[name] for reading in readings.values()))
    findings.tables.append(table)
    table = Table("Soak: calls by kind", ["kind", "as it should end"])
    for kind, count in sorted(tally.expected.items()):
        table.add(kind, count)
    for seen, count in sorted(tally.unexpected.items()):
        table.add("**otherwise**, %s (%s)" % (seen, tally.examples.get(seen, "").replace("|", "/").replace("\n", " ")), count)
    findings.tables.append(table)


def leaking(readings):
    before, quarter, after = (readings[name] for name in ("before", "after a quarter", "after"))
    leaks = [each for each in COUNTED if after[each] > before[each]]
    if after["descriptors"] > before["descriptors"] + SPARE_DESCRIPTORS:
        leaks.append("descriptors")
    heap = "heap after collection, MiB"
    if after[heap] > quarter[heap] * SPARE_HEAP:
        leaks.append("heap")
    return leaks
