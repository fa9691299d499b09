"""What a figure depends on: the machine, its kernel and what is installed on it."""

import datetime
import os
import re
import subprocess
from pathlib import Path


def first_line(*command):
    """Of what the command prints; empty when there is no such program."""
    try:
        output = subprocess.run(command, capture_output=True, text=True, timeout=20)
    except OSError:
        return ""
    lines = (output.stdout or output.stderr).strip().splitlines()
    return lines[0].strip() if lines else ""


def processor():
    facts = Path("/proc/cpuinfo").read_text()
    named = re.search(r"^model name\s*:\s*(.+)$", facts, re.MULTILINE)
    return named.group(1).strip() if named else os.uname().machine


def memory_gib():
    return int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text()).group(1)) / 2**20


def jdk():
    release = (Path(os.environ["JAVA25_HOME"]) / "release").read_text()
    return re.search(r'JAVA_VERSION="([^"]+)"', release).group(1)


def described(root):
    """One line for people."""
    return "%s, %d cores, %.0f GiB, Linux %s, %s, JDK %s, Node %s, %s" % (
        processor(), os.cpu_count(), memory_gib(), os.uname().release,
        first_line("runc", "--version").replace(" version", "") or first_line("crun", "--version"),
        jdk(), first_line("node", "--version"), first_line("/usr/bin/python3", "--version"))


def revision(root):
    """The commit that is measured; with a plus sign when there are changes beyond it."""
    commit = first_line("git", "-C", str(root), "rev-parse", "--short", "HEAD") or "unknown"
    changed = first_line("git", "-C", str(root), "status", "--porcelain", "--untracked-files=no", "src", "pom.xml", "bin")
    return commit + ("+" if changed else "")


def today():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
