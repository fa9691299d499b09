"""The findings as Markdown: on the console, and in docs/performance.md between its marks."""

import json
from dataclasses import asdict

import machine
from figures import Findings, Goal, Table, goal_grid
from packages import ROOT

PAGE = ROOT / "docs/performance.md"
KEPT = ROOT / "bench/results"


def show(part, findings):
    print("\n## %s, %s, commit %s\n\n%s\n" % (part, machine.today(), machine.revision(ROOT), machine.described(ROOT)))
    print(body(findings), flush=True)


def body(findings):
    pieces = [goal_grid(findings.goals)] if findings.goals else []
    return "\n".join(pieces + [table.markdown() for table in findings.tables])


def keep(part, findings):
    """As a file of its own, so that a later run of another part leaves it as it is."""
    KEPT.mkdir(exist_ok=True)
    told = {"date": machine.today(), "commit": machine.revision(ROOT), "machine": machine.described(ROOT), **asdict(findings)}
    (KEPT / (part + ".json")).write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")


def write(parts):
    """Renders everything that was kept, in the order of the parts."""
    found = [(part, json.loads((KEPT / (part + ".json")).read_text())) for part in parts if (KEPT / (part + ".json")).exists()]
    goals = [Goal(**goal) for _, kept in found for goal in kept["goals"]]
    page = PAGE.read_text()
    page = between(page, "goals", goal_grid(goals))
    page = between(page, "tables", "\n".join(section(part, kept) for part, kept in found))
    PAGE.write_text(page)


def section(part, kept):
    tables = "\n".join(Table(**table).markdown() for table in kept["tables"])
    return "## %s\n\n%s, commit %s. %s.\n\n%s" % (part.capitalize().replace("-", " "), kept["date"], kept["commit"], kept["machine"], tables)


def between(page, name, text):
    begin, end = "<!-- %s: bin/bench --write -->\n" % name, "<!-- end of %s -->\n" % name
    before, rest = page.split(begin)
    _, after = rest.split(end)
    return before + begin + "\n" + text + "\n" + end + after
