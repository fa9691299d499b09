"""The console's pages with ten thousand functions, a million calls and ten million lines of logs: how long the server takes for each."""

import contextlib
import gzip
import json
import re
import shutil
import subprocess
import time

from figures import Findings, Goal, Table, at_most, percentile
from packages import HANDLERS, ROOT, WORK, Deployed, java_home
from pages import Browser, found_from, millis
from platform_under_test import Account, Platform
from postgres import Postgres

FUNCTIONS, LINES_OF_A_CALL = 10_000, 10
GOAL_MS, GOAL_KB = 300, 150
ROUNDS = 20
NOT_COUNTED = 3
SHOWN = 40
PATIENCE_SECONDS = 1800
APPLICATION = "%s/*:%s/lib/*" % (ROOT / "target/application", ROOT / "target/application")
SOURCES = ROOT / "src/test/java"
SETTINGS = ["--meterlark.telemetry.by-plan=false", "--meterlark.telemetry.log-bytes-per-account=20GB",
            "--meterlark.telemetry.log-age=120d", "--meterlark.telemetry.history-age=120d"]
TEAMS = ["orders", "mail", "images", "search", "invoices", "shop", "carts", "stock", "prices", "users",
         "login", "reports", "export", "import", "audit", "events", "alerts", "maps", "rates", "tasks"]

# Beside those that links lead to. What stands in braces is another one each time, or a date.
PAGES = [
    "/functions?search=99", "/functions?search=no+function+is+called+so", "/functions?tag=team:mail", "/functions?tag=team:mail&search=7",
    *["/functions/busy?range=" + each for each in ("1h", "6h", "24h", "7d", "30d", "90d")], "/functions/busy?range=90d&version=7",
    "/functions/{function}", "/functions/{function}?range=90d", "/functions/{function}/calls", "/functions/{function}/logs",
    "/functions/busy/logs?level=error", "/functions/busy/logs?text=needle", "/functions/busy/logs?text=nobody+says+this",
    "/functions/busy/logs?text=is+on+its+way", "/functions/busy/logs?version=7", "/functions/busy/logs?version=99",
    "/functions/busy/logs?text=needle&level=error&version=7", "/functions/{function}/logs?text=needle",
    "/logs?level=error", "/logs?level=error&since=1d", "/logs?text=needle", "/logs?text=nobody+says+this", "/logs?text=nobody+says+this&since=1h",
    "/logs?text=is+on+its+way&level=warn", "/logs?call={call}", "/logs?call=00000000-0000-7000-8000-000000000000",
    "/logs?from={60 days ago}T00:00&to={59 days ago}T00:00", "/logs?text=needle&from={60 days ago}T00:00&to={59 days ago}T00:00",
    "/calls?status=failed", "/calls?status=succeeded", "/calls?qualifier=3", "/calls?source=queue", "/functions/busy/calls?qualifier=7", "/functions/busy/calls?status=failed",
    "/calls/{parent}", "/calls/{call}", "/search?q=orders-99", "/search?q=zzz",
    "/triggers?type=schedule", "/triggers?target=mail-0", "/triggers?state=enabled", "/buckets/images?prefix=all/", "/buckets/images?flat=true",
    "/tables/orders?prefix=2026-00", "/dead-letters?function=busy", "/dead-letters?function={function}", "/account/audit?action=account.rename",
    "/account/audit?action=nothing.is.called.so", "/costs?by=function&span=90d", "/costs?by=tag&tag=team&span=90d",
    "/operator/accounts?q=acme-17", "/operator/accounts?q=nobody",
    "/api/v1/functions/busy/metrics?step=1h&from={60 days ago}", "/api/v1/functions/busy/metrics?step=1d&from={90 days ago}",
    "/api/v1/metrics?step=1d&from={90 days ago}", "/api/v1/metrics/prometheus",
]


def measure(bench):
    findings = Findings()
    for database in bench.options.databases:
        with contextlib.ExitStack() as stack:
            kept = WORK / "console-of-postgresql" if bench.options.keep else None
            postgres = stack.enter_context(Postgres(kept=kept)) if database == "PostgreSQL" else None
            on(findings, bench.options, database, postgres)
    return findings


def on(findings, options, database, postgres):
    data = WORK / ("console-" + database.lower())
    settings = [*SETTINGS, *(postgres.settings() if postgres else [])]
    if not (options.keep and (data / "filled.json").exists()):
        shutil.rmtree(data, ignore_errors=True)
        fill(data, settings, postgres, options.calls)
    filled = json.loads((data / "filled.json").read_text())
    with Platform(data=data, settings=settings) as platform:
        account = Account(platform, "populous", filled["token"])
        summed = await_sums(account, options.calls)
        browser = Browser(platform.base, filled["token"])
        browser.sign_in("populous@meterlark.example", "a bench needs no secret 7")
        samples = sampled(browser, pages_of(browser, filled))
        told(findings, database, options.calls, samples, "filled in %d s, summed up in %.0f s" % (filled["seconds"], summed))
        loaded = first_page_kb(browser)
    findings.goals.append(Goal("first page of the console with all that it loads, compressed, %s" % database, "≤ %d KB" % GOAL_KB, "%.0f KB" % loaded,
                               "50 of %d functions" % FUNCTIONS, at_most(loaded, GOAL_KB)))
    if not options.keep:
        shutil.rmtree(data)


def fill(data, settings, postgres, calls):
    """One of each thing by the platform itself; many of each by the tests' own program, on a database that nobody else works on."""
    begun = time.monotonic()
    with Platform(data=data, settings=settings) as platform:
        account = Account(platform, "populous")
        one_of_each(account)
    url = "jdbc:postgresql://127.0.0.1:%d/postgres" % postgres.port if postgres else "jdbc:h2:file:%s" % (data / "db/meterlark").absolute()
    user = "postgres" if postgres else "sa"
    classes = WORK / "filled"
    classes.mkdir(parents=True, exist_ok=True)
    program = SOURCES / "dev/meterlark/telemetry/FilledConsole.java"
    subprocess.run([java_home() / "bin/javac", "-proc:none", "-nowarn", "-d", classes, "-cp", APPLICATION, "-sourcepath", SOURCES, program], check=True)
    parent = subprocess.run(
        [java_home() / "bin/java", "-Xmx2g", "-cp", "%s:%s" % (classes, APPLICATION), "dev.meterlark.telemetry.FilledConsole", url, user,
         account.slug, str(FUNCTIONS), str(calls)], check=True, stdout=subprocess.PIPE, text=True).stdout.split()[-1]
    told = {"token": account.token, "parent": parent, "seconds": round(time.monotonic() - begun)}
    (data / "filled.json").write_text(json.dumps(told))


def one_of_each(account):
    for team in TEAMS:
        tags = {"team": team, "stage": "production"}
        account.deploy(Deployed(team + "-0", "nodejs", "index.handler", HANDLERS / "index.mjs", settings={"tags": tags}))
    account.deploy(Deployed("busy", "nodejs", "index.handler", HANDLERS / "index.mjs", settings={"tags": {"team": "shop"}}))
    account.ask("POST", "/functions/busy/versions", {"description": "the first"})
    account.ask("PUT", "/functions/busy/aliases/live", {"version": "1"})
    for kind in ("queue", "topic", "bucket", "table"):
        account.ask("POST", "/%ss" % kind, {"name": {"topic": "events", "bucket": "images"}.get(kind, "orders")})
    account.ask("POST", "/topics/events/subscriptions", {"name": "first", "queue": "orders"})
    account.request("PUT", "/buckets/images/objects/first.jpg", b"no picture", "image/jpeg")
    account.request("PUT", "/tables/orders/items/first", b'{"total": 12.5, "customer": {"name": "ada"}}')
    for wish in ({"type": "queue", "queue": "orders"}, {"type": "schedule", "expression": "cron(0 0 1 1 ? *)"}):
        trigger = account.ask("POST", "/functions/mail-0/triggers", wish)
        account.ask("POST", "/functions/mail-0/triggers/%s/pause" % trigger["id"])
    account.ask("POST", "/queues/orders/messages", {"body": "one"})
    account.ask("POST", "/routes", {"method": "GET", "path": "/orders/{id}", "function": "orders-0"})
    account.ask("POST", "/pipelines", {"name": "checkout", "stages": [{"function": "orders-0"}, {"function": "mail-0"}]})
    account.ask("POST", "/api-keys", {"name": "other", "scopes": ["functions:read"]})
    account.ask("POST", "/admin/announcements", {"text": "The machine is measured.", "tone": "info", "hours": 200})
    later = {"Content-Type": "application/json", "Prefer": "respond-async", "Meterlark-Delay": "1000000"}
    account.request("POST", "/functions/busy/invocations", b'{"name": "Ada"}', headers=later)
    money(account)


def money(account):
    account.ask("PUT", "/billing-profile", {
        "legalName": "Populous Ltd", "address": ["1 High Street"], "city": "Springfield", "postalCode": "12345", "country": "US",
        "emails": ["money@meterlark.example"]})
    account.ask("PUT", "/budgets", {"cap": {"amount": "100000", "currency": "USD"}, "alerts": []})
    owner = account.ask("GET", "/account")["id"]
    charge = {"kind": "debit", "amount": "12.50", "currency": "USD", "description": "Moving in", "reason": "as agreed"}
    account.ask("POST", "/admin/accounts/%s/adjustments" % owner, charge)
    account.ask("POST", "/admin/accounts/%s/invoices" % owner, {})


def await_sums(account, calls):
    """Seconds until the calls are in the charts."""
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE_SECONDS:
        series = account.ask("GET", dated("/metrics?step=1d&from={95 days ago}"))
        if sum(point["calls"] for point in series["points"]) >= calls:
            return time.monotonic() - begun
        time.sleep(2)
    raise SystemExit("the calls were not summed up in %d s" % PATIENCE_SECONDS)


def dated(path):
    def date(found):
        return time.strftime("%Y-%m-%d", time.gmtime(time.time() - int(found.group(1)) * 86400))
    return re.sub(r"{(\d+) days ago}", date, path)


def pages_of(browser, filled):
    """Addresses of each kind of page, by what they have in common."""
    found = found_from(browser, ["/"])
    calls = [each.rsplit("/", 1)[1] for each in found.get("/calls/*", [])]
    functions = ["%s-%d" % (team, number) for number, team in enumerate(TEAMS)]
    for page in PAGES:
        dates = dated(page)
        found[page] = [dates.replace("{parent}", filled["parent"]).replace("{function}", function).replace("{call}", calls[number % len(calls)])
                       for number, function in enumerate(functions if "{function}" in page else calls if "{call}" in page else [""])]
    return found


def sampled(browser, pages):
    """Milliseconds by page, and the bytes of its last answer. Each round asks for every page once, as nobody's caches would like it."""
    samples = {page: ([], 0) for page in pages}
    for round in range(ROUNDS + NOT_COUNTED):
        for page, addresses in pages.items():
            if page not in samples:
                continue
            took, size, status = millis(browser, addresses[round % len(addresses)])
            if status in (302, 303):
                del samples[page]
                continue
            if status != 200:
                raise SystemExit("%s was answered with %d" % (addresses[round % len(addresses)], status))
            if round >= NOT_COUNTED:
                samples[page] = (samples[page][0] + [took], size)
    return samples


def told(findings, database, calls, samples, beside):
    slowest = sorted(samples.items(), key=lambda each: -percentile(each[1][0], 0.95))
    table = Table("Pages of the console, slowest first, ms, %s" % database, ["", "median", "p95", "longest", "KiB compressed"])
    for page, (times, size) in slowest[:SHOWN]:
        table.add(page.replace("|", "\\|"), *("%.0f" % each for each in (percentile(times, 0.5), percentile(times, 0.95), max(times), size / 1024)))
    rest = [time for _, (times, _) in slowest[SHOWN:] for time in times]
    if rest:
        table.add("%d other kinds of pages" % (len(slowest) - SHOWN), *("%.0f" % percentile(rest, each) for each in (0.5, 0.95)), "%.0f" % max(rest), "")
    findings.tables.append(table)
    page, (times, _) = slowest[0]
    worst = percentile(times, 0.95)
    findings.goals.append(Goal(
        "slowest of %d kinds of pages, p95, %d functions, %d calls, %d lines, %s" % (len(samples), FUNCTIONS, calls, calls * LINES_OF_A_CALL, database),
        "≤ %d ms" % GOAL_MS, "%.0f ms" % worst, "%s; %s" % (page, beside), at_most(worst, GOAL_MS)))


def first_page_kb(browser):
    """The list of functions, with every style and script that it loads, compressed as it is sent or as any server would."""
    page = browser.page("/functions")
    loaded, queue = {"/functions": len(browser.get("/functions")[2])}, re.findall(r'(?:href|src)="(/assets/[^"]+)"', page)
    while queue:
        asset = queue.pop()
        if asset in loaded:
            continue
        _, headers, body = browser.get(asset)
        loaded[asset] = len(body) if headers.get("Content-Encoding") == "gzip" else len(gzip.compress(body))
        text = gzip.decompress(body).decode(errors="replace") if headers.get("Content-Encoding") == "gzip" else body.decode(errors="replace")
        if asset.endswith(".js"):
            queue += ["/assets/" + each for each in re.findall(r'(?:from|import) ?"\./([^"]+)"', text)]
    return sum(loaded.values()) / 1000
