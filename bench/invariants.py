"""The tests' own checker (docs/records.md), on what a platform left behind."""

import subprocess

from packages import ROOT, WORK, java_home

LIBRARIES = ROOT / "target/application/lib/*"
SOURCES = ROOT / "src/test/java"


def broken(data, answered):
    """The rules that do not hold, with what breaks them, as text; empty when all do. Calls that were answered: price by id."""
    told = WORK / "answered.txt"
    told.write_text("".join("%s %s\n" % call for call in answered.items()))
    done = subprocess.run(
        [java_home() / "bin/java", "-cp", "%s:%s" % (compiled(), LIBRARIES), "dev.meterlark.records.CheckedInstallation", data, told],
        stdout=subprocess.PIPE, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit("the checker failed:\n" + done.stdout)
    return done.stdout if done.returncode else ""


def compiled():
    classes = WORK / "checker"
    classes.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [java_home() / "bin/javac", "-proc:none", "-nowarn", "-d", classes, "-cp", LIBRARIES, "-sourcepath", SOURCES,
         SOURCES / "dev/meterlark/records/CheckedInstallation.java"], check=True)
    return classes
