"""kill -9 of a platform under load, again and again on one data folder: whoever was answered is in the ledger, once, at the price
they were told; nothing of the dead platform lives on."""

import random
import shutil
import threading
import time
from decimal import Decimal

import invariants
import processes
from caller import Caller
from figures import Findings, Goal, Table, at_most, median
from load import EVENT
from packages import WORK, node
from platform_under_test import Account, Platform

CALLERS = 8
SEED = 20261123
LEDGER_SECONDS = 60
BACK_SECONDS = 10


def measure(bench):
    findings = Findings()
    folder = WORK / "killed"
    shutil.rmtree(folder, ignore_errors=True)
    data = folder / "data"
    chance, answered, back, orphans = random.Random(SEED), {}, [], 0
    token = None
    for _ in range(bench.options.times):
        token, left, seconds = one_life(data, token, answered, chance)
        back.append(seconds)
        orphans += left
    with Platform(data=data) as platform:
        account = Account(platform, "killed", token)
        kept, sums = ledger(account, answered)
    broken = invariants.broken(data, answered)
    shutil.rmtree(folder, ignore_errors=True)
    tell(findings, bench.options.times, answered, kept, sums, orphans, back[1:])
    findings.goals.append(Goal(
        "kill -9: rules of docs/records.md that are broken afterwards", "none", broken or "none", "", "missed" if broken else "met"))
    return findings


def one_life(data, token, answered, chance):
    """The account's token, how many processes outlived the platform before, seconds from the start to the first answer."""
    node_name = processes.node_name(data)
    before = processes.sandboxed(node_name)
    begun = time.perf_counter()
    platform = Platform(data=data)
    try:
        account = Account(platform, "killed", token)
        if token is None:
            account.deploy(node())
        first_answer(account)
        seconds = time.perf_counter() - begun
        left = len(before & processes.sandboxed(node_name))
        kill_under_load(platform, account, answered, chance)
    finally:
        if platform.process.poll() is None:
            platform.close()
        shutil.rmtree(platform.folder, ignore_errors=True)
    return account.token, left, seconds


def first_answer(account):
    caller = Caller(account.invocations("node"), account.token)
    deadline = time.monotonic() + BACK_SECONDS
    reply = caller.call(EVENT)
    while reply.status != 200:
        if time.monotonic() > deadline:
            raise SystemExit("no answer after a kill: %d %s" % (reply.status, reply.body))
        time.sleep(0.01)
        reply = caller.call(EVENT)


def kill_under_load(platform, account, answered, chance):
    over = threading.Event()
    threads = [threading.Thread(target=calls, args=(account, answered, over)) for _ in range(CALLERS)]
    for thread in threads:
        thread.start()
    time.sleep(0.5 + chance.random() * 1.5)
    platform.kill()
    over.set()
    for thread in threads:
        thread.join()


def calls(account, answered, over):
    caller = Caller(account.invocations("node"), account.token)
    while not over.is_set():
        reply = caller.call(EVENT)
        if reply.status == 200:
            answered[reply.headers["Meterlark-Invocation-Id"]] = Decimal(reply.headers["Meterlark-Price"].split()[0])


def ledger(account, answered):
    """Prices by call as the history has them, and the usage's own (calls, price), when it has caught up."""
    deadline = time.monotonic() + LEDGER_SECONDS
    while True:
        kept = history(account)
        total = account.ask("GET", "/usage?groupBy=function")["total"]
        if (answered.keys() <= kept.keys() and total["calls"] >= len(kept)) or time.monotonic() > deadline:
            return kept, (total["calls"], Decimal(str(total["price"]["amount"] if isinstance(total["price"], dict) else total["price"])))
        time.sleep(0.5)


def history(account):
    kept, cursor = {}, ""
    while True:
        page = account.ask("GET", "/functions/node/invocations?limit=100" + cursor)
        for call in page["items"]:
            if call["id"] in kept:
                raise SystemExit("the history has %s twice" % call["id"])
            kept[call["id"]] = Decimal(call["price"]["amount"])
        if not page.get("nextCursor"):
            return kept
        cursor = "&cursor=" + page["nextCursor"]


def tell(findings, times, answered, kept, sums, orphans, back):
    lost = len(answered.keys() - kept.keys())
    wrong = sum(1 for call, price in answered.items() if call in kept and kept[call] != price)
    calls_counted, price_counted = sums
    doubled = abs(calls_counted - len(kept)) + (0 if price_counted == sum(kept.values()) else 1)
    findings.goals.append(Goal(
        "kill -9 under load, %d times: records lost, with another price, doubled" % times, "0, 0, 0", "%d, %d, %d" % (lost, wrong, doubled),
        "%d answered calls, %d in the ledger" % (len(answered), len(kept)), at_most(lost + wrong + doubled, 0)))
    findings.goals.append(Goal(
        "kill -9: processes that outlived the next start", "0", str(orphans), "", at_most(orphans, 0)))
    if back:
        findings.goals.append(Goal(
            "kill -9: start to the first answer", "≤ %d s" % BACK_SECONDS, "%.1f s at most" % max(back), "median %.1f s" % median(back),
            at_most(max(back), BACK_SECONDS)))
    table = Table("Kills", ["", ""])
    table.add("answered calls", len(answered))
    table.add("calls in the ledger", len(kept))
    table.add("sum of their prices, by the history and by the usage", "%s, %s" % (sum(kept.values()), price_counted))
    findings.tables.append(table)
