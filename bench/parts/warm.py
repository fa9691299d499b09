"""Calls of functions that are warm, ours and the peers', in interleaved rounds; and what the platform adds to one."""

from figures import Findings, Goal, Table, at_least, at_most
from load import Target, interleaved, middle
from packages import everyday, java, node, wasm
from peers import servers
from peers.stub import Stub
from platform_under_test import Account, Platform

CLIENTS = (1, 16, 256)
HEAD = ["", "calls/s", "p50 ms", "p99 ms", "CPU µs/call", "not 200"]


def measure(bench):
    findings = Findings()
    peers = [] if bench.options.no_peers else servers.all_of_them()
    try:
        with Platform() as platform, Stub() as stub:
            account = Account(platform, "warm")
            stub.begin_node()
            latency(findings, bench.options, targets(platform, account), stub)
            throughput(findings, bench.options, targets(platform, account), peers)
    finally:
        for peer in peers:
            peer.close()
    return findings


def targets(platform, account):
    """Ours by name: functions' own URLs open to anyone, and one with a key, and one through the management side."""
    functions = [*everyday(), wasm(), node().many_at_once(), java().many_at_once()]
    there = {each["name"] for each in account.ask("GET", "/functions")["items"]}
    for each in functions:
        if each.name not in there:
            account.deploy(each)
            account.open_to_anyone(each.name)
    found = {each.name: Target("ours, " + each.name, account.url(each.name), None, platform.cpu_seconds) for each in functions}
    keyed = node()
    keyed.name = "node-keyed"
    if keyed.name not in there:
        account.deploy(keyed)
    found["node-keyed"] = Target("ours, node, with a key", account.url("node-keyed"), account.token, platform.cpu_seconds)
    found["node-rest"] = Target("ours, node, by the REST API", account.invocations("node"), account.token, platform.cpu_seconds)
    return found


def latency(findings, options, ours, stub):
    """What one client waits for, beside the same runtime on a bare Runtime API."""
    bare = stub.target()
    samples = interleaved([ours["node"], bare], 1, options)
    with_us, without = middle(samples[ours["node"].name]), middle(samples[bare.name])
    added50, added99 = with_us["p50"] - without["p50"], with_us["p99"] - without["p99"]
    for name, added, goal in (("p50", added50, 0.3), ("p99", added99, 3.0)):
        findings.goals.append(Goal(
            "added latency, one client, warm, %s" % name, "≤ %s ms" % goal, "%.2f ms" % added,
            "%.2f ms with us, %.2f ms bare" % (with_us[name], without[name]), at_most(added, goal)))


def throughput(findings, options, ours, peers):
    best = {}
    for clients in CLIENTS:
        chosen = list(ours.values())
        if clients > 100:
            # One sandbox a client would measure how many processes two cores can start.
            chosen = [ours["node-many"], ours["java-many"]]
        samples = interleaved([*chosen, *(peer.target() for peer in peers)], clients, options)
        table = Table("Warm calls, %d client%s" % (clients, "" if clients == 1 else "s"), HEAD)
        for name, rounds in samples.items():
            figures = middle(rounds)
            table.add(name, "%.0f" % figures["rate"], "%.2f" % figures["p50"], "%.2f" % figures["p99"],
                      "%.0f" % figures["cpu"], figures["failed"])
            best[clients, name] = figures
        findings.tables.append(table)
    if peers:
        compare(findings, best)


def compare(findings, figures):
    """The goals, at 16 clients."""
    seen = {name: each for (clients, name), each in figures.items() if clients == 16}
    ours = {name: each for name, each in seen.items() if name.startswith("ours")}
    nodes = [ours["ours, node"], ours["ours, node-many"]]
    one, many = nodes
    against(findings, "Node.js, one call a sandbox", one, "functions-framework", seen, 2.5)
    against(findings, "Node.js, up to 100 calls a sandbox", many, "functions-framework", seen, 2.5)
    against(findings, "Node.js", max(nodes, key=lambda each: each["rate"]), "serverless-offline", seen, 10)
    fastest = max(ours, key=lambda name: ours[name]["rate"])
    against(findings, "fastest (%s)" % fastest.removeprefix("ours, "), ours[fastest], "workerd", seen, 1)
    share = ours[fastest]["p99"] / seen["workerd"]["p99"]
    findings.goals.append(Goal(
        "p99 of it", "≤ 0.1 × workerd's", "%.2f ms, %.2f ×" % (ours[fastest]["p99"], share),
        "workerd: %.2f ms" % seen["workerd"]["p99"], at_most(share, 0.1)))


def against(findings, what, ours, peer, seen, goal):
    ratio = ours["rate"] / seen[peer]["rate"]
    findings.goals.append(Goal(
        "warm calls/s, %s, 16 clients" % what, "≥ %s × %s" % (goal, peer), "%.0f/s, %.2f ×" % (ours["rate"], ratio),
        "%s: %.0f/s" % (peer, seen[peer]["rate"]), at_least(ratio, goal)))
