"""What the kernel says of a process, and of everything one platform has on the machine."""

import hashlib
import os
import re
import subprocess
from pathlib import Path

CGROUPS = Path("/sys/fs/cgroup")
TICKS = os.sysconf("SC_CLK_TCK")


def resident_mib(pid):
    status = Path("/proc/%d/status" % pid).read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def cpu_seconds(pid):
    """User and system time of one process, its children apart."""
    fields = Path("/proc/%d/stat" % pid).read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def family(pid):
    """The process and all that descend from it."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parents[int(folder.name)] = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
    found, fresh = {pid}, {pid}
    while fresh:
        fresh = {child for child, parent in parents.items() if parent in fresh} - found
        found |= fresh
    return found


def family_cpu_seconds(pid):
    total = 0
    for each in family(pid):
        try:
            total += cpu_seconds(each)
        except OSError:
            continue
    return total


def descriptors(pid):
    return len(os.listdir("/proc/%d/fd" % pid))


def heap_after_collection_mib(pid):
    """What is still used after two full collections."""
    jcmd = Path(os.environ["JAVA25_HOME"]) / "bin/jcmd"
    for _ in range(2):
        subprocess.run([jcmd, str(pid), "GC.run"], check=True, stdout=subprocess.DEVNULL)
    told = subprocess.run([jcmd, str(pid), "GC.heap_info"], check=True, capture_output=True, text=True).stdout
    used = re.findall(r"total \d+K, used (\d+)K", told)
    if not used:
        raise SystemExit("jcmd tells of no generation of the heap:\n" + told)
    return sum(map(int, used)) / 1024


def node_name(data):
    """What a platform calls its folder in /run and its control groups, after its data folder."""
    return "meterlark-" + hashlib.sha256(os.path.abspath(data).encode()).hexdigest()[:10]


def groups(node):
    """Names of the node's control groups, in whatever hierarchy."""
    names = set()
    for mount in [CGROUPS, *CGROUPS.iterdir()]:
        parent = mount / node
        if parent.is_dir():
            names |= {child.name for child in parent.iterdir() if child.is_dir()}
    return names


def sandboxed(node):
    """Processes inside the node's control groups, as (pid, start) so that a reused number is another."""
    found = set()
    for mount in [CGROUPS, *CGROUPS.iterdir()]:
        for listing in (mount / node).glob("**/cgroup.procs"):
            try:
                pids = listing.read_text().split()
            except OSError:
                continue
            for pid in pids:
                try:
                    found.add((int(pid), Path("/proc/%s/stat" % pid).read_text().rsplit(")", 1)[1].split()[19]))
                except OSError:
                    continue
    return found


def mounts(node):
    return sum(1 for line in Path("/proc/self/mounts").read_text().splitlines() if "/run/" + node in line)


def belongings(pid, data):
    """Everything that could leak, counted."""
    node = node_name(data)
    return {
        "sandbox processes": len(sandboxed(node)),
        "control groups": len(groups(node)),
        "mounts": mounts(node),
        "descriptors": descriptors(pid),
        "threads": len(os.listdir("/proc/%d/task" % pid)),
        "heap after collection, MiB": round(heap_after_collection_mib(pid), 1),
        "resident, MiB": round(resident_mib(pid)),
    }
