"""First calls of versions that never ran, from a blank sandbox and without one; beside what the peers take to a first answer."""

from figures import Findings, Goal, Table, at_least, at_most, median
from load import Target, first_calls, warm
from packages import everyday, node, spring, wasm
from peers import first_answers
from platform_under_test import Account, Platform

PHASES = ("queuedMs", "startMs", "initMs", "runMs")
NO_BLANKS = ["--meterlark.sandbox.blank.enabled=false"]

# A machine that does something else at the same time may take long for a Spring context.
PATIENT = ["--meterlark.worker.longest-init=60s"]

# Between two cold calls: as long as a deployment at least takes, and enough for the next blank one.
PAUSE_SECONDS = 1.0

# Cold is the function, not the platform: its own code has been compiled by calls of another one.
PLATFORM_WARM_UP_SECONDS = 15


def measure(bench):
    findings = Findings()
    blank = ours(bench, "from a blank sandbox", (), findings, [*everyday(), wasm()])
    fresh = ours(bench, "without blank sandboxes", NO_BLANKS, findings, [*everyday(), wasm(), spring()])
    peers = {} if bench.options.no_peers else beside(bench.options.cold)
    table = Table("First answers of the peers, ms", ["", "median", "worst"])
    for name, samples in peers.items():
        table.add(name, "%.1f" % median(samples), "%.1f" % max(samples))
    findings.tables.append(table)
    if peers:
        goals(findings, blank, fresh, {name: median(samples) for name, samples in peers.items()})
    return findings


def ours(bench, how, settings, findings, functions):
    """Median of the callers' milliseconds by runtime."""
    table = Table("First calls, %s, ms" % how, ["runtime", "median", "worst", "waited", "start", "init", "run"])
    seen = {}
    with Platform(settings=[*PATIENT, *settings]) as platform:
        account = Account(platform, "cold")
        warm_up(account)
        for function in functions:
            account.deploy(function)
            event = first_answers.ORDER if function.name == "spring" else None
            samples = first_calls(account, function.name, bench.options.cold, PAUSE_SECONDS, event)
            seen[function.name] = median(samples, "total")
            table.add(function.name, "%.1f" % seen[function.name], "%.1f" % max(sample["total"] for sample in samples),
                      *("%.1f" % median(samples, phase) for phase in PHASES))
    findings.tables.append(table)
    return seen


def warm_up(account):
    function = node().many_at_once()
    account.deploy(function)
    warm(Target(function.name, account.invocations(function.name), account.token), 2, PLATFORM_WARM_UP_SECONDS)


def beside(times):
    return {
        "workerd, new isolate": first_answers.workerd_isolates(times),
        "Vercel fun": first_answers.vercel_fun(times),
        "plain Node.js": first_answers.plain_node(times),
        "plain Python": first_answers.plain_python(times),
        "AWS's Java client, plain JVM": first_answers.aws_java(times),
        "our Java runtime, plain JVM": first_answers.our_java(times),
        "Spring jar, plain JVM": first_answers.spring_jar(max(3, times // 3)),
    }


def goals(findings, blank, fresh, peers):
    for name, peer in (("node", "plain Node.js"), ("python", "plain Python")):
        near = "%s: %.1f ms; workerd, new isolate: %.1f ms" % (peer, peers[peer], peers["workerd, new isolate"])
        bounded(findings, "%s, from a blank sandbox" % name, blank[name], 5, near)
        bounded(findings, "%s, no blank one left" % name, fresh[name], 80, "%s: %.1f ms; Vercel fun: %.1f ms" % (
            peer, peers[peer], peers["Vercel fun"]))
    isolate = "workerd, new isolate"
    bounded(findings, "WebAssembly", blank["wasm"], 1, "%s: %.1f ms" % (isolate, peers[isolate]))
    aws = "AWS's Java client, plain JVM"
    bounded(findings, "Java function class, from a blank sandbox", blank["java"], 15, "%s: %.0f ms" % (aws, peers[aws]))
    ratio = peers["Spring jar, plain JVM"] / fresh["spring"]
    findings.goals.append(Goal(
        "cold start, Spring Cloud Function jar", "≥ 3 × faster than plain", "%.0f ms, %.2f ×" % (fresh["spring"], ratio),
        "plain JVM: %.0f ms" % peers["Spring jar, plain JVM"], at_least(ratio, 3)))


def bounded(findings, what, measured, goal, beside_it):
    findings.goals.append(Goal(
        "cold start, %s, p50" % what, "≤ %d ms" % goal, "%.1f ms" % measured, beside_it, at_most(measured, goal)))
