"""What Meterlark is measured beside: the same handler, as their users run it."""

import shutil
import subprocess
import urllib.request

from platform_under_test import await_answer, free_port


class FunctionsFramework:
    """Google's functions framework: one Node.js process, no sandbox, no accounts, no metering."""

    name = "functions-framework (bare)"

    def __init__(self, root, work):
        home = work / "functions-framework"
        home.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(root / "bench" / name, home / name)
        shutil.copy(root / "bench/handlers/peer/index.js", home / "index.js")
        subprocess.run(["npm", "ci", "--ignore-scripts", "--loglevel=error"], cwd=home, check=True)
        port = free_port()
        self.url = "http://127.0.0.1:%d/" % port
        log = home / "console.log"
        with open(log, "w") as output:
            self.process = subprocess.Popen(
                ["node", "node_modules/@google-cloud/functions-framework/build/src/main.js", "--target=hello", "--port=%d" % port],
                cwd=home, stdout=output, stderr=subprocess.STDOUT)
        first_call = urllib.request.Request(self.url, b'{"name":"Ada"}', {"Content-Type": "application/json"})
        await_answer(first_call, self.process, log)

    def close(self):
        self.process.terminate()
        self.process.wait(10)
