"""What the parts of one run share: options, and what takes long to make."""

import atexit
import shutil
from concurrent.futures import ThreadPoolExecutor

from packages import WORK, Deployed, HANDLERS
from platform_under_test import Account, Platform

DEPLOYERS = 8


class Bench:

    def __init__(self, options):
        self.options = options
        self.populated_data = None

    def populated(self, functions):
        """A data folder with this many functions that were never called, and who owns them. Made once for a run."""
        if self.populated_data is None:
            folder = WORK / "populated"
            shutil.rmtree(folder, ignore_errors=True)
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
            with Platform(data=folder / "data") as platform:
                account = Account(platform, "populous")
                populate(account, functions)
                self.populated_data = folder / "data", account.token, account.slug
        return self.populated_data


def populate(account, functions, first=0):
    """Deploys small Node.js functions, numbered."""
    def deploy(number):
        account.deploy(Deployed("idle-%d" % number, "nodejs", "index.handler", HANDLERS / "index.mjs"))

    with ThreadPoolExecutor(DEPLOYERS) as pool:
        for _ in pool.map(deploy, range(first, functions)):
            pass
