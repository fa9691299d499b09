"""A month of many accounts and millions of records, closed on H2 and PostgreSQL: how long, and in how much memory."""

import contextlib
import subprocess
import time
from datetime import datetime, timedelta, timezone

from figures import Findings, Goal, Table, at_most
from packages import ROOT, WORK, java_home
from platform_under_test import Account, Platform
from postgres import Postgres

GOAL_SECONDS = 300
PATIENCE_SECONDS = 3600
LIBRARIES = ROOT / "target/application/lib/*"
SOURCES = ROOT / "src/test/java"
SETTINGS = ["--meterlark.billing.invoices.check-every=1h"]


def measure(bench):
    findings = Findings()
    head = ["", "accounts", "records", "filled in s", "closed in s", "accounts/s", "CPU s", "memory before MiB", "after MiB"]
    table = Table("A month closed", head)
    findings.tables.append(table)
    for database in [each for each in bench.options.databases if each in ("H2", "PostgreSQL")]:
        with contextlib.ExitStack() as stack:
            postgres = stack.enter_context(Postgres()) if database == "PostgreSQL" else None
            closed(findings, table, bench.options, database, postgres)
    return findings


def closed(findings, table, options, database, postgres):
    data = WORK / ("close-" + database.lower())
    subprocess.run(["rm", "-rf", data], check=True)
    settings = [*SETTINGS, *(postgres.settings() if postgres else [])]
    with Platform(data=data, settings=settings) as platform:
        token = Account(platform, "operator").token
    url = "jdbc:postgresql://127.0.0.1:%d/postgres" % postgres.port if postgres else "jdbc:h2:file:%s" % (data / "db/meterlark").absolute()
    user = "postgres" if postgres else "sa"
    filled = filled_month("fill", url, user, options.accounts, options.records // options.accounts)
    month = (datetime.now(timezone.utc).replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    with Platform(data=data, settings=settings) as platform:
        operator = Account(platform, "operator", token)
        before, used = platform.resident_mib(), platform.cpu_seconds()
        begun = time.monotonic()
        operator.ask("POST", "/admin/closes", {"period": month})
        while True:
            progress = operator.ask("GET", "/admin/closes/" + month)
            if progress["whole"] or time.monotonic() - begun > PATIENCE_SECONDS:
                break
            time.sleep(0.2)
        took = time.monotonic() - begun
        used, after = platform.cpu_seconds() - used, platform.resident_mib()
    if progress["billed"] != options.accounts or progress["parked"]:
        raise SystemExit("not every account was billed: %s" % progress)
    filled_month("check", url, user)
    subprocess.run(["rm", "-rf", data], check=True)
    table.add(database, options.accounts, options.records, "%.0f" % filled, "%.1f" % took, "%.1f" % (options.accounts / took), "%.1f" % used,
              "%.0f" % before, "%.0f" % after)
    findings.goals.append(Goal(
        "a month of %d accounts and %d records closed, %s" % (options.accounts, options.records, database), "≤ %d s" % GOAL_SECONDS, "%.1f s" % took,
        "%.1f accounts/s; every rule of the books holds after it" % (options.accounts / took), at_most(took, GOAL_SECONDS)))


def filled_month(*arguments):
    """Seconds that it took; the test's own program, on a database that nobody else works on."""
    classes = WORK / "filled"
    classes.mkdir(parents=True, exist_ok=True)
    program = SOURCES / "dev/meterlark/billing/invoice/FilledMonth.java"
    subprocess.run(
        [java_home() / "bin/javac", "-proc:none", "-nowarn", "-d", classes, "-cp", LIBRARIES, "-sourcepath", SOURCES, program], check=True)
    begun = time.monotonic()
    subprocess.run(
        [java_home() / "bin/java", "-cp", "%s:%s" % (classes, LIBRARIES), "dev.meterlark.billing.invoice.FilledMonth", *map(str, arguments)],
        check=True)
    return time.monotonic() - begun
