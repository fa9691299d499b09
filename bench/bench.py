"""Measures Meterlark on this machine, peers beside it, and prints what it saw. Asserts nothing: a person reads it.

Every figure is the median of the rounds; rounds of ours and of the peers alternate. Parts:

  warm       calls of warm functions, ours and the peers'; what the platform adds to one
  cold       first calls of versions that never ran; the peers' first answers
  idle       memory and start with 10,000 functions that nobody calls
  growth     a call's cost by how many functions and callers there are
  metering   ourselves with metering and without
  cap        an account with a spending cap that it never reaches beside one without
  soak       mixed load: what fails, what leaks, what a neighbour feels (--minutes)
  kill       kill -9 under load, again and again: orphans, records, time to the next answer (--times)
  crash      halts the platform at each durable step, on H2 and PostgreSQL; alone, not part of all
  queue      asynchronous calls on H2 and PostgreSQL: accepted a second, end to end
  backlog    a backlog of asynchronous calls drained, and how long a claim takes as it shrinks (--events, --databases)
  objects    objects put and got, small and large, beside the disk's own
  changes    a hundred thousand row changes in a database: how long until a trigger has handed them over (--databases; needs psql, mariadb)
  timers     ten thousand schedules on one minute: how late their calls are accepted (--databases)
  triggers   events through queues, topics, buckets and tables, to the last that was handed over (--databases)
  close      a month of 1,000 accounts and 10,000,000 records closed (--accounts, --records, --databases)
  console    the console's pages with 10,000 functions, 1,000,000 calls and 10,000,000 lines of logs (--calls, --databases, --keep)
  first-minute  a newcomer in a real Chromium, from opening the address to a priced answer, step by step (--databases; needs chromium)
  simulate   how long sandboxes are kept, against a fixed ten minutes, on synthetic arrivals
  all        everything
"""

import argparse
import importlib
import sys

import report
from context import Bench
from packages import WORK

PARTS = ["warm", "cold", "idle", "growth", "metering", "cap", "soak", "kill", "queue", "backlog", "objects", "changes", "timers", "triggers", "close", "console", "first-minute", "simulate"]


def parsed(arguments):
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help="what to measure (all)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3, help="length of each round of warm calls")
    parser.add_argument("--warm-up", type=int, default=2, help="seconds before the first round that are not counted")
    parser.add_argument("--cold", type=int, default=15, help="cold calls of each runtime")
    parser.add_argument("--minutes", type=float, default=10, help="length of the soak")
    parser.add_argument("--times", type=int, default=20, help="kills")
    parser.add_argument("--events", type=int, default=100_000, help="backlog of asynchronous calls; 1000000 takes a quarter of an hour on each database")
    parser.add_argument("--accounts", type=int, default=1_000, help="whose month is closed")
    parser.add_argument("--records", type=int, default=10_000_000, help="of calls in that month, of all accounts together")
    parser.add_argument("--calls", type=int, default=1_000_000, help="in the history of the console's pages, each with ten lines of log")
    parser.add_argument("--keep", action="store_true", help="what the console's database was filled with, for the next run of it")
    parser.add_argument("--databases", nargs="+", choices=["H2", "PostgreSQL", "MariaDB"], default=["H2", "PostgreSQL", "MariaDB"],
                        help="that the platform works on, and that it watches")
    parser.add_argument("--no-peers", action="store_true", help="measure Meterlark alone")
    parser.add_argument("--write", action="store_true", help="into docs/performance.md too")
    options = parser.parse_args(arguments)
    unknown = [part for part in options.parts if part not in [*PARTS, "all"]]
    if unknown:
        parser.error("no such part: %s; there are %s and all" % (", ".join(unknown), ", ".join(PARTS)))
    if not options.parts or "all" in options.parts:
        options.parts = PARTS
    options.watched = [each for each in options.databases if each != "H2"]
    options.databases = [each for each in options.databases if each != "MariaDB"]
    return options


def main():
    options = parsed(sys.argv[1:])
    WORK.mkdir(parents=True, exist_ok=True)
    bench = Bench(options)
    for part in options.parts:
        findings = importlib.import_module("parts." + part.replace("-", "_")).measure(bench)
        report.show(part, findings)
        if options.write:
            report.keep(part, findings)
            report.write(PARTS)


if __name__ == "__main__":
    main()
