"""A burst of row changes in a PostgreSQL that a trigger reads: how long until all are handed over."""

import subprocess
import time

from figures import Findings, Goal, Table, at_most
from packages import node
from platform_under_test import Account, Platform
from postgres import Postgres

CHANGES = 100_000
GOAL_SECONDS = 60
PATIENCE_SECONDS = 900
LOGICAL = ["-c", "wal_level=logical"]
SETTINGS = ["--meterlark.trigger.database.allowed=127.0.0.1 1024-65535",
            "--meterlark.trigger.database.look=200ms",
            "--meterlark.invocation.queue.max-backlog=10000000"]


def measure(bench):
    findings = Findings()
    table = Table("%d changes of rows at once" % CHANGES, ["", "s until handed over", "changes/s"])
    findings.tables.append(table)
    with Postgres(options=LOGICAL) as theirs, Platform(settings=SETTINGS) as platform:
        account = Account(platform, "changes")
        account.deploy(node())
        sql(theirs, "create table orders (id int primary key, total numeric(10, 2))")
        trigger = made(account, theirs)
        for kind, statement in BURSTS.items():
            seconds = burst(account, theirs, trigger, statement)
            table.add(kind, "%.1f" % seconds, "%.0f" % (CHANGES / seconds))
            findings.goals.append(Goal(
                "%d rows %s: all handed over" % (CHANGES, kind), "≤ %d s" % GOAL_SECONDS, "%.1f s" % seconds,
                "%.0f changes/s" % (CHANGES / seconds), at_most(seconds, GOAL_SECONDS)))
    return findings


BURSTS = {
    "inserted": "insert into orders select n, n from generate_series(1, %d) n" % CHANGES,
    "updated": "update orders set total = total + 1",
}


def made(account, theirs):
    trigger = account.ask("POST", "/functions/node/triggers", {
        "type": "database", "engine": "postgresql", "host": "127.0.0.1", "port": theirs.port, "database": "postgres",
        "user": "postgres", "password": "none is asked for", "tls": {"mode": "disable"}, "tables": ["orders"], "batchSize": 500})
    path = "/functions/node/triggers/" + trigger["id"]
    await_that(lambda: account.ask("GET", path)["status"].get("connected"))
    return path


def burst(account, theirs, trigger, statement):
    """Seconds from the commit until the trigger has handed over every row."""
    before = account.ask("GET", trigger)["status"]["events"]
    sql(theirs, statement)
    committed = time.monotonic()
    await_that(lambda: account.ask("GET", trigger)["status"]["events"] >= before + CHANGES)
    return time.monotonic() - committed


def await_that(holds):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        if time.monotonic() > deadline:
            raise SystemExit("the changes did not come in %d s" % PATIENCE_SECONDS)
        time.sleep(0.1)


def sql(theirs, statement):
    subprocess.run(["psql", "-h", "127.0.0.1", "-p", str(theirs.port), "-U", "postgres", "-q", "-c", statement], check=True)
