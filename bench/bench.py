"""Measures Meterlark on this machine, peers beside it, and prints what it saw. Asserts nothing: a person reads it.

Every figure is the median of the rounds; rounds of ours and of the peers alternate.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import zipfile
from pathlib import Path

from platform_under_test import Platform
from peers import FunctionsFramework
from load import cold, warm

ROOT = Path(__file__).resolve().parent.parent
HANDLERS = ROOT / "bench/handlers"
WORK = ROOT / "target/bench"


def java_package():
    """The Java handler, compiled for Java 17, as a jar."""
    classes = WORK / "java"
    classes.mkdir(parents=True, exist_ok=True)
    javac = Path(os.environ["JAVA25_HOME"]) / "bin/javac"
    subprocess.run([javac, "--release", "17", "-d", classes, HANDLERS / "Hello.java"], check=True)
    jar = WORK / "hello.jar"
    with zipfile.ZipFile(jar, "w") as package:
        for each in sorted(classes.glob("*.class")):
            package.write(each, each.name)
    return jar


def native_package():
    subprocess.run([ROOT / "examples/build", "native-hello"], check=True, stdout=subprocess.DEVNULL)
    return ROOT / "examples/native-hello/target/native-hello.zip"


def functions():
    """Name, family, handler, package, MiB."""
    return [
        ("node", "nodejs", "index.handler", HANDLERS / "index.mjs", 128),
        ("python", "python", "app.handler", HANDLERS / "app.py", 128),
        ("java", "java", "Hello", java_package(), 256),
        ("native", "provided", "bootstrap", native_package(), 128),
    ]


def median(samples, key):
    return statistics.median(sample[key] for sample in samples)


def measure_cold(platform, options):
    rows = []
    for name, *_ in functions():
        samples = cold(platform, name, options.cold)
        rows.append((name, samples))
    print("\ncold call, a revision never run before, ms (median of %d)" % options.cold)
    print("%-10s %8s %8s | %7s %7s %7s %7s" % ("runtime", "total", "worst", "queued", "start", "init", "run"))
    for name, samples in rows:
        print("%-10s %8.1f %8.1f | %7.1f %7.1f %7.1f %7.1f" % (
            name, median(samples, "total"), max(sample["total"] for sample in samples),
            *(median(samples, phase) for phase in ("queuedMs", "startMs", "initMs", "runMs"))))
    return {name: samples for name, samples in rows}


def measure_warm(platform, peers, options):
    targets = [("meterlark " + name, platform.invocations(name), platform.token) for name, *_ in functions()]
    targets += [(peer.name, peer.url, None) for peer in peers]
    seen = {}
    for clients in (1, 16):
        results = {name: [] for name, _, _ in targets}
        for _ in range(options.rounds):
            for name, url, token in targets:
                results[name].append(warm(url, token, clients, options.seconds))
        print("\nwarm calls, %d client%s, %d rounds of %d s" % (clients, "" if clients == 1 else "s", options.rounds, options.seconds))
        print("%-28s %9s %9s %9s %7s" % ("", "calls/s", "p50 ms", "p99 ms", "failed"))
        for name, samples in results.items():
            print("%-28s %9.0f %9.2f %9.2f %7d" % (
                name, median(samples, "rate"), median(samples, "p50"), median(samples, "p99"),
                sum(sample["failed"] for sample in samples)))
        for peer in peers:
            ratio = median(results["meterlark node"], "rate") / median(results[peer.name], "rate")
            print("meterlark node : %s = %.2f" % (peer.name, ratio))
        seen[clients] = results
    return seen


def measure_start(options):
    """Start-up time and memory with nothing deployed, each start on a new folder."""
    seen = {}
    for cached in (False, True):
        starts = []
        for _ in range(options.rounds):
            with Platform(ROOT, WORK, cached) as platform:
                starts.append({"seconds": platform.started_after, "rss": platform.resident_mib()})
        print("start to first healthy answer, %s: %.2f s; resident then: %.0f MiB (median of %d)" % (
            "with a cache of classes" if cached else "the first", median(starts, "seconds"), median(starts, "rss"), options.rounds))
        seen["cached" if cached else "first"] = starts
    return seen


def main():
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5, help="length of each warm round")
    parser.add_argument("--cold", type=int, default=15, help="cold calls per runtime")
    parser.add_argument("--no-peers", action="store_true", help="measure Meterlark alone")
    options = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)

    results = {"start": measure_start(options)}
    peers = [] if options.no_peers else [FunctionsFramework(ROOT, WORK)]
    try:
        with Platform(ROOT, WORK) as platform:
            for name, family, handler, package, memory in functions():
                platform.deploy(name, family, handler, package, memory)
            results["cold"] = measure_cold(platform, options)
            results["warm"] = measure_warm(platform, peers, options)
            results["rss_after_load"] = platform.resident_mib()
            print("\nresident after the load: %.0f MiB" % results["rss_after_load"])
    finally:
        for peer in peers:
            peer.close()
    (WORK / "results.json").write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    sys.exit(main())
