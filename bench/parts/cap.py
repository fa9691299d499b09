"""What a spending cap costs: an account with one that it never reaches, beside an account without, on one platform."""

from figures import Findings, Goal, Table, at_most
from load import Target, interleaved, middle
from packages import node
from platform_under_test import Account, Platform

CLIENTS = (1, 16)
GOAL_PERCENT = 3
LARGE = {"cap": {"amount": "1000000", "currency": "USD"}}


def measure(bench):
    findings = Findings()
    with Platform() as platform:
        targets = [ready(platform, "without", None), ready(platform, "capped", LARGE)]
        for clients in CLIENTS:
            compared(findings, clients, interleaved(targets, clients, bench.options), targets)
    return findings


def compared(findings, clients, samples, targets):
    table = Table("Warm calls without a cap and with a large one, %d client%s" % (clients, "" if clients == 1 else "s"),
                  ["", "calls/s", "p50 ms", "p99 ms", "CPU µs/call", "not 200"])
    without, capped = (middle(samples[target.name]) for target in targets)
    for target, figures in zip(targets, (without, capped)):
        table.add(target.name, "%.0f" % figures["rate"], "%.2f" % figures["p50"], "%.2f" % figures["p99"], "%.0f" % figures["cpu"], figures["failed"])
    findings.tables.append(table)
    cost = 100 * (1 - capped["rate"] / without["rate"])
    findings.goals.append(Goal(
        "cost of a spending cap, %d client%s" % (clients, "" if clients == 1 else "s"), "≤ %d %% of warm calls/s" % GOAL_PERCENT, "%.1f %%" % cost,
        "%.0f/s capped, %.0f/s not; CPU a call %.0f and %.0f µs" % (capped["rate"], without["rate"], capped["cpu"], without["cpu"]),
        at_most(cost, GOAL_PERCENT)))


def ready(platform, name, budget):
    account = Account(platform, name)
    function = node().many_at_once()
    account.deploy(function)
    account.open_to_anyone(function.name)
    if budget is not None:
        account.ask("PUT", "/budgets", budget)
    return Target(name, account.url(function.name), None, platform.cpu_seconds)
