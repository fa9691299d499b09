"""A large backlog of asynchronous calls, drained on H2 and PostgreSQL: how long a claim takes as it shrinks."""

import contextlib
import json
import time
import urllib.request

from figures import Findings, Goal, Table, at_most
from parts.queue import accepted, deployed

PATIENCE_SECONDS = 3600
FILLED_A_SECOND = 2500


def measure(bench):
    findings = Findings()
    for database in bench.options.databases:
        with contextlib.ExitStack() as stack:
            findings.tables.append(drained(findings, bench.options, database, deployed(stack, database)))
    return findings


def drained(findings, options, database, account):
    """A backlog that becomes due while it is filled, then as fast as it goes; claim latency as it shrinks."""
    table = Table("%d calls drained, %s" % (options.events, database), ["left", "ended/s", "claim ms"])
    before = figures(account)
    filled = 0
    while filled < options.events:
        # Due when the last of them is in, as nearly as can be said.
        filled += accepted(account, 10, max(1, int((options.events - filled) / FILLED_A_SECOND)))["calls"]
    begun = last = figures(account)
    at_begin = at_last = time.monotonic()
    step = max(1, options.events // 10)
    claims = []
    deadline = time.monotonic() + PATIENCE_SECONDS
    while last["ended"] - before["ended"] < filled and time.monotonic() < deadline:
        time.sleep(1)
        now, at = figures(account), time.monotonic()
        if now["ended"] - last["ended"] >= step or now["ended"] - before["ended"] >= filled:
            claim = 1000 * (now["claimed"] - last["claimed"]) / max(1, now["claims"] - last["claims"])
            claims.append(claim)
            table.add(max(0, filled - int(now["ended"] - before["ended"])), "%.0f" % ((now["ended"] - last["ended"]) / (at - at_last)), "%.2f" % claim)
            last, at_last = now, at
    rate = (last["ended"] - begun["ended"]) / (at_last - at_begin)
    if claims:
        first, worst = claims[0], max(claims)
        findings.goals.append(Goal(
            "backlog of %d, %s: claim latency" % (filled, database), "does not grow", "%.2f ms at first, %.2f ms at most" % (first, worst),
            "%.0f ended/s" % rate, at_most(worst, 2 * first)))
    return table


def figures(account):
    ended = metric(account, "meterlark.queue.ended")["COUNT"]
    claim = metric(account, "meterlark.queue.claim")
    return {"ended": ended, "claims": claim["COUNT"], "claimed": claim["TOTAL_TIME"]}


def metric(account, name):
    """Of the operator, which the first account is."""
    asked = urllib.request.Request("%s/actuator/metrics/%s" % (account.platform.base, name), headers={"Authorization": "Bearer " + account.token})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return {each["statistic"]: each["value"] for each in json.load(answer)["measurements"]}
