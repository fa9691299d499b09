"""A burst of row changes in a database that a trigger reads: how long until all are handed over."""

import subprocess
import time

from figures import Findings, Goal, Table, at_most
from mariadb import MariaDb
from packages import node
from platform_under_test import Account, Platform
from postgres import Postgres

CHANGES = 100_000
GOAL_SECONDS = 60
PATIENCE_SECONDS = 900
SETTINGS = ["--meterlark.trigger.database.allowed=127.0.0.1 1024-65535",
            "--meterlark.trigger.database.look=200ms",
            "--meterlark.trigger.database.heartbeat=500ms",
            "--meterlark.invocation.queue.max-backlog=10000000"]


def measure(bench):
    findings = Findings()
    table = Table("%d changes of rows at once" % CHANGES, ["", "", "s until handed over", "changes/s"])
    findings.tables.append(table)
    for name in bench.options.watched:
        with WATCHED[name]() as theirs, Platform(settings=SETTINGS) as platform:
            account = Account(platform, "changes")
            account.deploy(node())
            theirs.sql("create table orders (id int primary key, total numeric(10, 2))")
            trigger = made(account, theirs.asked)
            for kind, statement in theirs.bursts.items():
                seconds = burst(account, theirs, trigger, statement)
                table.add(name, kind, "%.1f" % seconds, "%.0f" % (CHANGES / seconds))
                findings.goals.append(Goal(
                    "%d rows %s in %s: all handed over" % (CHANGES, kind, name), "≤ %d s" % GOAL_SECONDS, "%.1f s" % seconds,
                    "%.0f changes/s" % (CHANGES / seconds), at_most(seconds, GOAL_SECONDS)))
    return findings


UPDATED = "update orders set total = total + 1"


class WatchedPostgres(Postgres):

    bursts = {"inserted": "insert into orders select n, n from generate_series(1, %d) n" % CHANGES, "updated": UPDATED}

    def __init__(self):
        super().__init__(options=["-c", "wal_level=logical"])
        self.asked = {"engine": "postgresql", "port": self.port, "database": "postgres", "user": "postgres", "password": "none is asked for"}

    def sql(self, statement):
        subprocess.run(["psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-q", "-c", statement], check=True)


class WatchedMariaDb(MariaDb):

    bursts = {"inserted": "insert into orders select seq, seq from seq_1_to_%d" % CHANGES, "updated": UPDATED}

    def __init__(self):
        super().__init__()
        self.asked = {"engine": "mariadb", "port": self.port, "database": "shop", "user": "reader", "password": "secret"}

    def sql(self, statement):
        self.ask("use shop; " + statement)


WATCHED = {"PostgreSQL": WatchedPostgres, "MariaDB": WatchedMariaDb}


def made(account, asked):
    trigger = account.ask("POST", "/functions/node/triggers", {
        "type": "database", "host": "127.0.0.1", "tls": {"mode": "disable"}, "tables": ["orders"], "batchSize": 500, **asked})
    path = "/functions/node/triggers/" + trigger["id"]
    await_that(lambda: account.ask("GET", path)["status"].get("connected"))
    return path


def burst(account, theirs, trigger, statement):
    """Seconds from the commit until the trigger has handed over every row."""
    before = account.ask("GET", trigger)["status"]["events"]
    theirs.sql(statement)
    committed = time.monotonic()
    await_that(lambda: account.ask("GET", trigger)["status"]["events"] >= before + CHANGES)
    return time.monotonic() - committed


def await_that(holds):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        if time.monotonic() > deadline:
            raise SystemExit("the changes did not come in %d s" % PATIENCE_SECONDS)
        time.sleep(0.1)
