"""What functions cost that nobody calls, and how long the platform takes to start with all of them."""

import processes
from figures import Findings, Goal, Table, at_most, median
from platform_under_test import Account, Platform

FUNCTIONS = 10_000
FEW_KIB = 4
START_SECONDS, CACHED_SECONDS, RESIDENT_MIB = 4, 2, 350


def measure(bench):
    findings = Findings()
    empty = heap_of(None)
    data, _, _ = bench.populated(FUNCTIONS)
    full = heap_of(data)
    each = (full["heap"] - empty["heap"]) * 1024 / FUNCTIONS
    findings.goals.append(Goal(
        "memory of an idle function", "≤ %d KiB in the router" % FEW_KIB, "%.1f KiB" % each,
        "heap with none: %.1f MiB, with %d: %.1f MiB" % (empty["heap"], FUNCTIONS, full["heap"]), at_most(each, FEW_KIB)))
    findings.goals.append(Goal(
        "processes of %d idle functions" % FUNCTIONS, "0", str(full["processes"]),
        "blank sandboxes, which nobody's function is in yet: %d processes" % empty["processes"],
        at_most(max(0, full["processes"] - empty["processes"]), 0)))
    starts(bench, findings, data)
    return findings


def heap_of(data):
    """Heap and sandboxed processes a moment after the start, with the functions of this folder or none."""
    with Platform(data=data) as platform:
        if data is None:
            Account(platform, "empty")
        return {"heap": processes.heap_after_collection_mib(platform.process.pid),
                "processes": len(processes.sandboxed(processes.node_name(platform.data)))}


def starts(bench, findings, data):
    table = Table("Starts, median of %d" % bench.options.rounds, ["", "first healthy answer, s", "resident then, MiB"])
    seen = {}
    for what, folder in (("nothing deployed", None), ("%d functions" % FUNCTIONS, data)):
        for how, cached in (("without the cache of classes", False), ("with it", True)):
            samples = []
            for _ in range(bench.options.rounds):
                with Platform(cached=cached, data=folder) as platform:
                    samples.append({"seconds": platform.started_after, "resident": platform.resident_mib()})
            seen[folder is not None, cached] = {key: median(samples, key) for key in ("seconds", "resident")}
            table.add("%s, %s" % (what, how), "%.2f" % median(samples, "seconds"), "%.0f" % median(samples, "resident"))
    findings.tables.append(table)
    for how, cached, goal in (("", False, START_SECONDS), (", with a cache of classes", True, CACHED_SECONDS)):
        measured = seen[True, cached]
        findings.goals.append(Goal(
            "platform started with %d functions%s" % (FUNCTIONS, how), "≤ %d s" % goal, "%.2f s" % measured["seconds"],
            "with none: %.2f s" % seen[False, cached]["seconds"], at_most(measured["seconds"], goal)))
    resident = seen[True, True]["resident"]
    findings.goals.append(Goal(
        "platform's memory with %d functions" % FUNCTIONS, "≤ %d MiB" % RESIDENT_MIB, "%.0f MiB" % resident,
        "with none: %.0f MiB" % seen[False, True]["resident"], at_most(resident, RESIDENT_MIB)))
