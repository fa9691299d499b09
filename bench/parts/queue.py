"""Asynchronous calls on H2 and PostgreSQL: accepted a second, and from acceptance to the end."""

import contextlib
import json
import subprocess
import time
import urllib.request
from datetime import datetime
from pathlib import Path

from figures import Findings, Goal, Table, at_least, median, percentile
from packages import node
from platform_under_test import Account, Platform
from postgres import Postgres

CLIENTS = 16
GOALS = {"H2": 3000, "PostgreSQL": 5000}
SCRIPT = Path(__file__).parent.parent / "later.lua"
SETTINGS = ["--meterlark.invocation.queue.max-backlog=10000000", "--meterlark.invocation.queue.max-backlog-size=64GB"]
LATENCIES = 300
AN_HOUR = 3600


def measure(bench):
    findings = Findings()
    head = ["", "accepted/s", "p50 ms", "p99 ms", "not 202", "end to end p50 ms", "p99 ms"]
    table = Table("Asynchronous calls, %d clients" % CLIENTS, head)
    findings.tables.append(table)
    for database in GOALS:
        with contextlib.ExitStack() as stack:
            rounds(findings, table, bench.options, database, deployed(stack, database))
    return findings


def deployed(stack, database):
    """The account of a platform on that database, with a function, for as long as the stack is open."""
    settings = stack.enter_context(Postgres()).settings() if database == "PostgreSQL" else []
    platform = stack.enter_context(Platform(settings=[*SETTINGS, *settings]))
    account = Account(platform, "queue")
    account.deploy(node())
    return account


def rounds(findings, table, options, database, account):
    """Acceptance alone, with nothing that runs beside it; and then one call at a time, to its end."""
    accepted(account, options.warm_up, AN_HOUR)
    samples = [accepted(account, options.seconds, AN_HOUR) for _ in range(options.rounds)]
    rate = median(samples, "rate")
    ages = end_to_end(account)
    table.add(database, "%.0f" % rate, "%.2f" % median(samples, "p50"), "%.2f" % median(samples, "p99"),
              sum(sample["failed"] for sample in samples), "%.1f" % percentile(ages, 0.5), "%.1f" % percentile(ages, 0.99))
    findings.goals.append(Goal(
        "accepted/s, %s, %d clients" % (database, CLIENTS), "≥ %d" % GOALS[database], "%.0f/s" % rate,
        "end to end %.1f ms, p99 %.1f ms" % (percentile(ages, 0.5), percentile(ages, 0.99)), at_least(rate, GOALS[database])))


def accepted(account, seconds, delay):
    """Calls a second that were answered with 202, with latencies in milliseconds."""
    command = ["wrk", "--timeout", "30s", "-t", "2", "-c", str(CLIENTS), "-d", "%ds" % seconds, "-s", str(SCRIPT),
               account.invocations("node"), "--", account.token, str(delay)]
    figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip().splitlines()[-1])
    return {"rate": (figures["calls"] - figures["failed"]) / (figures["micros"] / 1e6), "calls": figures["calls"] - figures["failed"],
            "p50": figures["p50"] / 1000, "p99": figures["p99"] / 1000, "failed": figures["failed"]}


def end_to_end(account):
    """Milliseconds from acceptance to the committed end, both by the database's clock."""
    ages = []
    for number in range(LATENCIES + 20):
        call = json.loads(later(account))
        ended = ended_call(account, call["id"])
        if number >= 20:
            age = instant(ended["async"]["endedAt"]) - instant(ended["async"]["acceptedAt"])
            ages.append(age.total_seconds() * 1000)
    return ages


def later(account):
    asked = urllib.request.Request(account.invocations("node"), data=b'{"name": "Ada"}', method="POST", headers={
        "Content-Type": "application/json", "Prefer": "respond-async", "Authorization": "Bearer " + account.token})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return answer.read()


def ended_call(account, call):
    while True:
        found = account.ask("GET", "/invocations/" + call)
        if found["status"] not in ("queued", "running"):
            return found
        time.sleep(0.002)


def instant(text):
    whole, _, fraction = text.rstrip("Z").partition(".")
    return datetime.fromisoformat("%s.%s" % (whole, (fraction + "000000")[:6]))
