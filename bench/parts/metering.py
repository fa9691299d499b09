"""What metering costs: ourselves, and ourselves without any record of a call."""

from figures import Findings, Goal, Table, at_most
from load import Target, interleaved, middle
from packages import node
from platform_under_test import Account, Platform

CLIENTS = 16
GOAL_PERCENT = 3


def measure(bench):
    findings = Findings()
    with Platform() as metered, Platform(settings=["--meterlark.invocation.unsafe-unmetered=true"]) as unmetered:
        targets = [ready(metered, "metered"), ready(unmetered, "unmetered")]
        samples = interleaved(targets, CLIENTS, bench.options)
    table = Table("Warm calls with metering and without, %d clients" % CLIENTS, ["", "calls/s", "p50 ms", "p99 ms", "CPU µs/call"])
    with_it, without = (middle(samples[target.name]) for target in targets)
    for target, figures in zip(targets, (with_it, without)):
        table.add(target.name, "%.0f" % figures["rate"], "%.2f" % figures["p50"], "%.2f" % figures["p99"], "%.0f" % figures["cpu"])
    findings.tables.append(table)
    cost = 100 * (1 - with_it["rate"] / without["rate"])
    findings.goals.append(Goal(
        "cost of metering", "≤ %d %% of warm calls/s" % GOAL_PERCENT, "%.1f %%" % cost,
        "%.0f/s metered, %.0f/s not; CPU a call %.0f and %.0f µs" % (with_it["rate"], without["rate"], with_it["cpu"], without["cpu"]),
        at_most(cost, GOAL_PERCENT)))
    return findings


def ready(platform, name):
    account = Account(platform, name)
    function = node().many_at_once()
    account.deploy(function)
    account.open_to_anyone(function.name)
    return Target(name, account.url(function.name), None, platform.cpu_seconds)
