"""The handler, made ready for every runtime."""

import os
import subprocess
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HANDLERS = ROOT / "bench/handlers"
WORK = ROOT / "target/bench"


@dataclass
class Deployed:
    """A function as it is deployed."""

    name: str
    runtime: str
    handler: str
    package: Path
    memory: int = 128
    settings: dict = field(default_factory=dict)

    def many_at_once(self):
        """The same, with up to 100 calls in one sandbox."""
        return Deployed(self.name + "-many", self.runtime, self.handler, self.package, self.memory, {"concurrency": 100})


def java_home():
    return Path(os.environ["JAVA25_HOME"])


def compiled(source, folder, class_path=()):
    folder.mkdir(parents=True, exist_ok=True)
    options = ["-cp", ":".join(map(str, class_path))] if class_path else []
    subprocess.run([java_home() / "bin/javac", "--release", "17", *options, "-d", folder, source], check=True)
    return folder


def java_jar():
    classes = compiled(HANDLERS / "Hello.java", WORK / "java")
    jar = WORK / "hello.jar"
    with zipfile.ZipFile(jar, "w") as package:
        for each in sorted(classes.glob("*.class")):
            package.write(each, each.name)
    return jar


def example(name, package):
    subprocess.run([ROOT / "examples/build", name], check=True, stdout=subprocess.DEVNULL)
    return ROOT / "examples" / name / "target" / package


def node():
    return Deployed("node", "nodejs", "index.handler", HANDLERS / "index.mjs")


def python():
    return Deployed("python", "python", "app.handler", HANDLERS / "app.py")


def java():
    return Deployed("java", "java", "Hello", java_jar(), 256)


def native():
    return Deployed("native", "provided", "bootstrap", example("native-hello", "native-hello.zip"))


def wasm():
    return Deployed("wasm", "wasm", "hello", example("wasm-hello", "wasm-hello.wasm"))


def spring():
    return Deployed("spring", "java", "quote", example("spring-orders", "spring-orders.jar"), 512)


def everyday():
    """The four runtimes that every machine has."""
    return [node(), python(), java(), native()]
