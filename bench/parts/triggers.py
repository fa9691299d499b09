"""Events through triggers of queues, topics, buckets, tables and webhooks: a second, from the first that was made to the last that was handed over."""

import contextlib
import hashlib
import hmac
import json
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from figures import Findings, Table
from packages import node
from platform_under_test import Account, Platform
from postgres import Postgres

EVENTS = 5_000
CLIENTS = 8
AT_ONCE = 100
PATIENCE_SECONDS = 300
SETTINGS = ["--meterlark.invocation.queue.max-backlog=10000000", "--meterlark.triggers.report-every=200ms",
            "--meterlark.triggers.webhooks.per-hook=1000000", "--meterlark.triggers.webhooks.per-network=1000000"]
SECRET = "a bench needs no secret"


def measure(bench):
    findings = Findings()
    table = Table("Events through triggers, %d clients" % CLIENTS, ["", "trigger", "events", "made/s", "handed over/s", "failures"])
    findings.tables.append(table)
    for database in bench.options.databases:
        with contextlib.ExitStack() as stack:
            settings = stack.enter_context(Postgres()).settings() if database == "PostgreSQL" else []
            account = Account(stack.enter_context(Platform(settings=[*SETTINGS, *settings])), "triggers")
            account.deploy(node())
            for kind, make in KINDS.items():
                table.add(database, kind, *through(account, kind, make))
            table.add(database, "webhook", *through_webhook(account))
    return findings


def through(account, kind, make):
    """Makes its events as fast as the clients can, and waits until its trigger has seen all of them."""
    account.ask("POST", "/%ss" % kind, {"name": "bench"})
    trigger = account.ask("POST", "/functions/node/triggers", {"type": kind, kind: "bench"})
    return made_and_seen(account, trigger, lambda number: make(account, number), EVENTS // (AT_ONCE if kind == "queue" else 1))


def through_webhook(account):
    """Deliveries as GitHub signs them, each of another body."""
    trigger = account.ask("POST", "/functions/node/triggers", {"type": "webhook", "preset": "github", "secret": SECRET})
    address = trigger["status"]["url"]
    return made_and_seen(account, trigger, lambda number: delivery(address, number), EVENTS)


def made_and_seen(account, trigger, make, times):
    begun = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        made = sum(pool.map(make, range(times)))
    took = time.perf_counter() - begun
    status = seen(account, trigger["id"], made)
    elapsed = time.perf_counter() - begun
    account.request("DELETE", "/functions/node/triggers/" + trigger["id"])
    return made, "%.0f" % (made / took), "%.0f" % (status["events"] / elapsed), status["failures"]


def seen(account, trigger, events):
    deadline = time.perf_counter() + PATIENCE_SECONDS
    while True:
        status = account.ask("GET", "/triggers/" + trigger)["status"]
        if status["events"] >= events or time.perf_counter() > deadline:
            return status
        time.sleep(0.1)


def messages(account, _):
    account.ask("POST", "/queues/bench/messages/batch", {"messages": [{"body": "one more"}] * AT_ONCE})
    return AT_ONCE


def event(account, number):
    account.ask("POST", "/topics/bench/events", {"type": "bench.event", "data": {"number": number}})
    return 1


def stored(account, number):
    account.request("PUT", "/buckets/bench/objects/%d" % number, b"bench", "text/plain")
    return 1


def item(account, number):
    account.request("PUT", "/tables/bench/items/%d" % number, json.dumps({"number": number}).encode())
    return 1


def delivery(address, number):
    body = json.dumps({"number": number}).encode()
    signature = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "X-GitHub-Event": "push", "X-GitHub-Delivery": str(number), "X-Hub-Signature-256": signature}
    with urllib.request.urlopen(urllib.request.Request(address, data=body, method="POST", headers=headers), timeout=120):
        return 1


KINDS = {"queue": messages, "topic": event, "bucket": stored, "table": item}
