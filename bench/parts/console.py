"""The console's pages with ten thousand functions, a million calls and ten million lines of logs: how long the server takes for each."""

import http.cookiejar
import re
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

from figures import Findings, Goal, Table, at_most, percentile
from packages import ROOT, WORK, java_home
from platform_under_test import Account, Platform

FUNCTIONS, LINES_OF_A_CALL = 10_000, 10
GOAL_MS = 300
ROUNDS = 40
PATIENCE_SECONDS = 1800
BUSY = "idle-0"
LIBRARIES = ROOT / "target/application/lib/*"
SOURCES = ROOT / "src/test/java"
SETTINGS = ["--meterlark.telemetry.log-bytes-per-account=20GB", "--meterlark.telemetry.log-age=120d", "--meterlark.telemetry.history-age=120d"]

# Beside those that the navigation leads to.
PAGES = [
    "/functions?search=99", "/functions/%s" % BUSY, "/functions/%s?range=90d" % BUSY, "/functions/%s/calls" % BUSY, "/functions/%s/logs" % BUSY,
    "/functions/%s/logs?level=error" % BUSY, "/functions/%s/logs?text=needle" % BUSY, "/functions/%s/logs?text=nobody+says+this" % BUSY,
    "/functions/%s/settings" % BUSY, "/logs?level=error&since=1d", "/logs?text=needle",
    "/api/v1/functions/%s/metrics?step=1h&from=-60d" % BUSY, "/api/v1/functions/%s/metrics?step=1d&from=-90d" % BUSY,
    "/api/v1/metrics?step=1d&from=-90d", "/api/v1/metrics/prometheus",
]


def measure(bench):
    findings = Findings()
    calls = bench.options.calls
    data, token, slug = bench.populated(FUNCTIONS)
    filled = fill(data, slug, calls)
    table = Table("Pages of the console, ms", ["", "median", "p95", "longest", "KiB"])
    with Platform(data=data, settings=SETTINGS) as platform:
        account = Account(platform, "populous", token)
        summed = await_sums(account, calls)
        browser = signed_in(platform)
        worst, slowest = 0, ""
        for page in [*led_to(platform, browser), *PAGES]:
            samples, size = asked(platform, browser, account, page)
            if samples is None:
                table.add(page, "not there", "", "", "")
                continue
            p95 = percentile(samples, 0.95)
            table.add(page, "%.0f" % percentile(samples, 0.5), "%.0f" % p95, "%.0f" % max(samples), "%.0f" % (size / 1024))
            worst, slowest = max((worst, slowest), (p95, page))
    findings.tables.append(table)
    findings.goals.append(Goal(
        "slowest page of the console, p95, %d functions, %d calls, %d lines" % (FUNCTIONS, calls, calls * LINES_OF_A_CALL), "≤ %d ms" % GOAL_MS,
        "%.0f ms" % worst, "%s; filled in %.0f s, summed up in %.0f s" % (slowest, filled, summed), at_most(worst, GOAL_MS)))
    return findings


def fill(data, slug, calls):
    """Seconds that it took; the test's own program, on a database that nobody else works on."""
    classes = WORK / "filled"
    classes.mkdir(parents=True, exist_ok=True)
    program = SOURCES / "dev/meterlark/telemetry/FilledConsole.java"
    main = ROOT / "src/main/java"
    subprocess.run(
        [java_home() / "bin/javac", "-proc:none", "-nowarn", "-d", classes, "-cp", LIBRARIES, "-sourcepath", "%s:%s" % (SOURCES, main), program],
        check=True)
    begun = time.monotonic()
    url = "jdbc:h2:file:%s" % (data / "db/meterlark").absolute()
    subprocess.run(
        [java_home() / "bin/java", "-cp", "%s:%s" % (classes, LIBRARIES), "dev.meterlark.telemetry.FilledConsole", url, "sa", slug, str(calls)],
        check=True)
    return time.monotonic() - begun


def await_sums(account, calls):
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE_SECONDS:
        series = account.ask("GET", resolved("/metrics?step=1d&from=-95d"))
        if sum(point["calls"] for point in series["points"]) >= calls:
            return time.monotonic() - begun
        time.sleep(2)
    raise SystemExit("the calls were not summed up in %d s" % PATIENCE_SECONDS)


def resolved(path):
    """With a date in the place of so many days ago."""
    def date(found):
        return time.strftime("from=%Y-%m-%d", time.gmtime(time.time() - int(found.group(1)) * 86400))
    return re.sub(r"from=-(\d+)d", date, path)


def signed_in(platform):
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    page = browser.open(platform.base + "/sign-in").read().decode()
    form = {"email": "populous@meterlark.example", "password": "a bench needs no secret 7",
            "_csrf": re.search('name="_csrf" value="([^"]+)"', page).group(1)}
    browser.open(platform.base + "/sign-in", urllib.parse.urlencode(form).encode()).read()
    return browser


def led_to(platform, browser):
    page = browser.open(platform.base + "/functions").read().decode()
    side = page[page.index('aria-label="Main"'):page.index("</nav>")]
    return re.findall('href="(/[^"]*)"', side)


def asked(platform, browser, account, page):
    """Milliseconds of each time, after some that are not counted, and the bytes of the answer."""
    samples, size = [], 0
    for round in range(ROUNDS + 3):
        request = urllib.request.Request(platform.base + resolved(page), headers={"Accept": "text/html"})
        opener = browser
        if page.startswith("/api/"):
            request.add_header("Authorization", "Bearer " + account.token)
            opener = urllib.request.build_opener()
        begun = time.perf_counter()
        try:
            size = len(opener.open(request, timeout=60).read())
        except urllib.error.HTTPError:
            return None, 0
        if round >= 3:
            samples.append((time.perf_counter() - begun) * 1000)
    return samples, size
