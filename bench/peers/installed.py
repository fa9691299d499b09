"""The peers' packages, installed once for each state of the lock file."""

import hashlib
import shutil
import subprocess

from packages import HANDLERS, ROOT, WORK

HOME = WORK / "peers"


def home():
    """The folder that has them all, with the handlers for them."""
    sources = [ROOT / "bench" / name for name in ("package.json", "package-lock.json", ".npmrc")]
    state = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
    stamp = HOME / "installed"
    if not stamp.exists() or stamp.read_text() != state:
        HOME.mkdir(parents=True, exist_ok=True)
        for source in sources:
            shutil.copy(source, HOME / source.name)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--loglevel=error"], cwd=HOME, check=True)
        stamp.write_text(state)
    for handler in (HANDLERS / "peer").iterdir():
        shutil.copy(handler, HOME / handler.name)
    return HOME
