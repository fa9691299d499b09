"""Figures for people: medians, percentiles, how far a goal was met, and tables of them."""

import math
import statistics
from dataclasses import dataclass, field


def median(samples, key=None):
    return statistics.median(sample[key] if key else sample for sample in samples)


def percentile(samples, share):
    """The smallest sample that this share of all does not exceed."""
    ordered = sorted(samples)
    return ordered[max(0, math.ceil(round(share * len(ordered), 6)) - 1)]


def at_least(measured, goal):
    if measured >= goal:
        return "met"
    return "missed by %.0f %%" % (100 * (1 - measured / goal))


def at_most(measured, goal):
    if measured <= goal:
        return "met"
    if goal == 0:
        return "missed"
    return "missed: %.1f times the goal" % (measured / goal)


@dataclass
class Goal:
    """One line of the table of goals."""

    what: str
    goal: str
    measured: str
    beside: str
    verdict: str

    def cells(self):
        return [self.what, self.goal, self.measured, self.beside, self.verdict]


@dataclass
class Table:
    title: str
    head: list
    lines: list = field(default_factory=list)

    def add(self, *cells):
        self.lines.append([str(cell) for cell in cells])

    def markdown(self):
        return "### %s\n\n%s" % (self.title, grid(self.head, self.lines))


@dataclass
class Findings:
    """What one part of the benchmark has to say."""

    goals: list = field(default_factory=list)
    tables: list = field(default_factory=list)


def grid(head, lines):
    """A table in Markdown; the first column is text, the others are figures."""
    rules = ["---"] + ["---:"] * (len(head) - 1)
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [head, rules, *lines]) + "\n"


GOAL_HEAD = ["what", "goal", "measured", "beside it", "verdict"]


def goal_grid(goals):
    lines = [goal.cells() for goal in goals]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [GOAL_HEAD, ["---"] * 5, *lines]) + "\n"
