"""A newcomer's first minute in a real Chromium: from opening the address to the answer of a function with its price, on a platform that has just started."""

import contextlib
import json
import os
import subprocess

from figures import Findings, Goal, Table, at_most, median
from packages import ROOT, WORK, java_home
from platform_under_test import Platform
from postgres import Postgres

GOAL_SECONDS, GOAL_KB = 60, 150
SOURCES = ROOT / "src/test/java"
FIRST_PAGE = "the first page"


def measure(bench):
    findings = Findings()
    program = compiled()
    for database in bench.options.databases:
        told(findings, database, [minute(program, database) for _ in range(bench.options.rounds)])
    return findings


def compiled():
    """The class path of the tests' own program, with the browser's driver that the tests use."""
    classes = WORK / "first-minute"
    classes.mkdir(parents=True, exist_ok=True)
    kept = classes / "libraries"
    subprocess.run([ROOT / "mvnw", "--batch-mode", "--quiet", "--no-transfer-progress", "dependency:build-classpath", "-Dmdep.includeScope=test",
                    "-Dmdep.outputFile=%s" % kept], cwd=ROOT, check=True)
    libraries = kept.read_text().strip()
    program = SOURCES / "dev/meterlark/console/FirstMinute.java"
    subprocess.run([java_home() / "bin/javac", "-proc:none", "-nowarn", "-d", classes, "-cp", libraries, "-sourcepath", SOURCES, program], check=True)
    return "%s:%s" % (classes, libraries)


def minute(program, database):
    """Seconds and bytes by step, of a person and a platform that were never there before."""
    with contextlib.ExitStack() as stack:
        postgres = stack.enter_context(Postgres()) if database == "PostgreSQL" else None
        platform = stack.enter_context(Platform(settings=postgres.settings() if postgres else []))
        said = subprocess.run(
            [java_home() / "bin/java", "--enable-native-access=ALL-UNNAMED", "-cp", program, "dev.meterlark.console.FirstMinute", platform.base],
            check=True, stdout=subprocess.PIPE, text=True, env={**os.environ, "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1"}).stdout
        return json.loads(said.splitlines()[-1])


def told(findings, database, minutes):
    steps = list(minutes[0]["seconds"])
    table = Table("The first minute, median of %d, %s" % (len(minutes), database), ["", "s", "KB fetched"])
    for step in steps:
        table.add(step, "%.2f" % median([each["seconds"] for each in minutes], step), "%.0f" % (median([each["bytes"] for each in minutes], step) / 1000))
    totals = [{"seconds": sum(each["seconds"].values()), "bytes": sum(each["bytes"].values())} for each in minutes]
    total = median(totals, "seconds")
    table.add("all of it", "%.2f" % total, "%.0f" % (median(totals, "bytes") / 1000))
    findings.tables.append(table)
    worst = max(each["seconds"] for each in totals)
    findings.goals.append(Goal(
        "from opening the address to a called function, %s" % database, "≤ %d s" % GOAL_SECONDS, "%.1f s" % total,
        "typed at ten keys a second, nothing read; longest: %.1f s" % worst, at_most(total, GOAL_SECONDS)))
    first = median([each["bytes"] for each in minutes], FIRST_PAGE) / 1000
    findings.goals.append(Goal(
        "first page with all that it makes the browser fetch, compressed, %s" % database, "≤ %d KB" % GOAL_KB, "%.0f KB" % first,
        "all of the first minute: %.0f KB" % (median(totals, "bytes") / 1000), at_most(first, GOAL_KB)))
