"""A MariaDB of its own that writes a log for replicas: a scratch folder, a free port, stopped at the end."""

import getpass
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from packages import WORK
from platform_under_test import free_port


class MariaDb:

    def __init__(self):
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="mariadb-", dir=WORK))
        data, user = self.folder / "data", "--user=" + getpass.getuser()
        subprocess.run(
            ["mariadb-install-db", "--no-defaults", user, "--datadir=%s" % data, "--auth-root-authentication-method=normal", "--skip-test-db"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(self.folder / "log", "w") as log:
            self.process = subprocess.Popen(
                ["mariadbd", "--no-defaults", user, "--datadir=%s" % data, "--socket=%s" % (self.folder / "s"), "--bind-address=127.0.0.1",
                 "--port=%d" % self.port, "--server-id=1", "--log-bin=maria-bin", "--binlog-format=ROW"],
                stdout=log, stderr=subprocess.STDOUT)
        self.await_ready()
        self.ask("create database shop; create user reader identified by 'secret';"
                 "grant select, replication slave, replication client on *.* to reader")

    def await_ready(self):
        deadline = time.monotonic() + 60
        while "ready for connections" not in (self.folder / "log").read_text():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("no MariaDB:\n" + (self.folder / "log").read_text()[-4000:])
            time.sleep(0.1)

    def ask(self, statement):
        subprocess.run(["mariadb", "--no-defaults", "-h", "127.0.0.1", "-P", str(self.port), "-u", "root", "-e", statement], check=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)
