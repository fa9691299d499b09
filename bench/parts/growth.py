"""Whether a call costs more when there are more functions, or more callers."""

from figures import Findings, Goal, Table, at_most
from load import Target, interleaved, middle
from packages import node
from parts.idle import FUNCTIONS
from platform_under_test import Account, Platform
from context import populate

SIZES = (10, 1_000, FUNCTIONS)
CLIENTS = (1, 16, 256)

# What the platform's CPU for one call may differ by until it is called growth.
NOISE = 1.15


def measure(bench):
    """All sizes run at once, each in a platform of its own, and are asked in turn."""
    findings = Findings()
    data, token, slug = bench.populated(FUNCTIONS)
    with Platform() as small, Platform() as middling, Platform(data=data) as large:
        accounts = [Account(small, "small"), Account(middling, "middling"), Account(large, "populous", token)]
        accounts[2].slug = slug
        for account, size in zip(accounts[:2], SIZES):
            populate(account, size)
        targets = [ready(account, size) for account, size in zip(accounts, SIZES)]
        table = Table("Calls of a warm Node.js function, by how many functions there are", [
            "functions", "clients", "calls/s", "p50 ms", "p99 ms", "CPU µs/call"])
        cost = {}
        for clients in CLIENTS:
            samples = interleaved(targets, clients, bench.options)
            for target, size in zip(targets, SIZES):
                figures = middle(samples[target.name])
                cost[size, clients] = figures["cpu"]
                table.add(size, clients, "%.0f" % figures["rate"], "%.2f" % figures["p50"], "%.2f" % figures["p99"],
                          "%.0f" % figures["cpu"])
    findings.tables.append(table)
    growth(findings, "functions, %d to %d" % (SIZES[0], SIZES[-1]), cost[SIZES[0], 16], cost[SIZES[-1], 16])
    growth(findings, "clients, 16 to 256", cost[SIZES[0], 16], cost[SIZES[0], 256])
    return findings


def ready(account, size):
    function = node().many_at_once()
    account.deploy(function)
    account.open_to_anyone(function.name)
    return Target("%d functions" % size, account.url(function.name), None, account.platform.cpu_seconds)


def growth(findings, what, few, many):
    ratio = many / few
    findings.goals.append(Goal(
        "growth with %s" % what, "flat per call", "%.0f µs of CPU a call, %.2f ×" % (many, ratio), "%.0f µs" % few,
        "met" if at_most(ratio, NOISE) == "met" else "missed: %.2f ×" % ratio))
