"""How long sandboxes are kept by when their function is called, against a fixed ten minutes: the replay that the tests have."""

import subprocess

from figures import Findings, Table
from packages import ROOT, java_home

REPLAY = "dev.meterlark.scaling.Simulator"


def measure(bench):
    subprocess.run([ROOT / "mvnw", "-B", "-q", "--no-transfer-progress", "test-compile"], cwd=ROOT, check=True)
    told = subprocess.run(
        [java_home() / "bin/java", "-cp", "%s:%s" % (ROOT / "target/test-classes", ROOT / "target/classes"), REPLAY],
        check=True, capture_output=True, text=True).stdout
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in told.splitlines() if line.startswith("|")]
    about = next(line for line in told.splitlines() if line)
    table = Table("Keeping sandboxes, replayed: %s" % about, rows[0])
    for row in rows[2:]:
        table.add(*row)
    return Findings(tables=[table])
