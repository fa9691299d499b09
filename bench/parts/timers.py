"""Ten thousand schedules on one minute: how late their calls are accepted, and how long until the last of them has run."""

import contextlib
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

from figures import Findings, Goal, Table, at_most, percentile
from packages import node
from parts.queue import instant
from platform_under_test import Account, Platform
from postgres import Postgres

SCHEDULES = 10_000
CLIENTS = 8
GOAL_MILLIS = 250
PATIENCE_SECONDS = 300
SETTINGS = ["--meterlark.invocation.queue.max-backlog=10000000"]


def measure(bench):
    findings = Findings()
    head = ["", "schedules", "lateness p50 ms", "p99 ms", "largest ms", "fired", "missed", "all run after s"]
    table = Table("Schedules on one minute", head)
    findings.tables.append(table)
    for database in bench.options.databases:
        with contextlib.ExitStack() as stack:
            settings = stack.enter_context(Postgres()).settings() if database == "PostgreSQL" else []
            platform = stack.enter_context(Platform(settings=[*SETTINGS, *settings]))
            account = Account(platform, "timers")
            account.deploy(node())
            one_minute(findings, table, database, account)
    return findings


def one_minute(findings, table, database, account):
    """Made for a minute that lies far enough ahead; each of them is asked what became of it."""
    minute = (datetime.now(timezone.utc) + timedelta(seconds=120)).replace(second=0, microsecond=0)
    with ThreadPoolExecutor(CLIENTS) as pool:
        while True:
            made = list(pool.map(lambda _: schedule(account, minute), range(SCHEDULES)))
            if datetime.now(timezone.utc) < minute - timedelta(seconds=10):
                break
            list(pool.map(lambda each: account.ask("DELETE", "/functions/node/triggers/" + each), made))
            minute = (datetime.now(timezone.utc) + timedelta(seconds=360)).replace(second=0, microsecond=0)
        time.sleep(max(0.0, (minute - datetime.now(timezone.utc)).total_seconds()) + 5)
        runs = list(pool.map(lambda each: settled(account, each), made))
        fired = [run for run in runs if run["outcome"] == "fired"]
        ended = max(pool.map(lambda run: run_after(account, run["invocation"], minute), fired))
    late = sorted(run["lateMillis"] for run in fired)
    table.add(database, SCHEDULES, percentile(late, 0.5), percentile(late, 0.99), late[-1], len(fired), len(runs) - len(fired), "%.1f" % ended)
    findings.goals.append(Goal(
        "timer lateness p99, %d schedules, %s" % (SCHEDULES, database), "≤ %d ms" % GOAL_MILLIS, "%d ms" % percentile(late, 0.99),
        "from its instant to when its call is in the queue and may run", at_most(percentile(late, 0.99), GOAL_MILLIS)))


def schedule(account, minute):
    wish = {"type": "schedule", "expression": "at(%s)" % minute.strftime("%Y-%m-%dT%H:%M")}
    return account.ask("POST", "/functions/node/triggers", wish)["id"]


def settled(account, trigger):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        runs = account.ask("GET", "/functions/node/triggers/%s/runs" % trigger)["items"]
        if runs and runs[0]["outcome"] != "planned":
            return runs[0]
        if time.monotonic() > deadline:
            raise SystemExit("trigger %s has no run: %s" % (trigger, runs))
        time.sleep(0.2)


def run_after(account, call, minute):
    """Seconds from the minute to the call's end."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        found = account.ask("GET", "/invocations/" + call)
        if found["status"] not in ("queued", "running") and found.get("async", {}).get("endedAt"):
            return (instant(found["async"]["endedAt"]) - minute.replace(tzinfo=None)).total_seconds()
        if time.monotonic() > deadline:
            raise SystemExit("call %s does not end" % call)
        time.sleep(0.1)
