"""First answers of processes that are started for them, in milliseconds."""

import http.client
import subprocess
import time
import zipfile

from load import EVENT
from packages import HANDLERS, ROOT, WORK, compiled, java_home, java_jar, spring
from peers import installed, servers
from peers.stub import Stub

ORDER = b'{"customer":"Ada","lines":[{"item":"pen","quantity":2,"price":1.20}]}'
OUR_RUNTIME = ROOT / "target/classes/runtimes/java/meterlark-runtime.jar"


def plain_node(times):
    """Node.js by itself: started until our bootstrap has given an answer, on the bare Runtime API."""
    bootstrap = ROOT / "src/main/resources/runtimes/nodejs/bootstrap.cjs"
    return started(times, ["node", bootstrap], HANDLERS, "index.handler")


def plain_python(times):
    bootstrap = ROOT / "src/main/resources/runtimes/python/bootstrap.py"
    return started(times, ["/usr/bin/python3", bootstrap], HANDLERS, "app.handler")


def aws_java(times):
    """AWS's Java runtime client in a plain JVM."""
    libraries = WORK / "java-peers"
    if not libraries.exists():
        subprocess.run([ROOT / "mvnw", "-B", "-q", "-f", ROOT / "bench/java.xml", "dependency:copy-dependencies",
                        "-DoutputDirectory=%s" % libraries], check=True)
    jars = sorted(libraries.glob("*.jar"))
    task = compiled(HANDLERS / "peer/AwsHello.java", WORK / "aws-java", jars)
    command = [java_home() / "bin/java", "-cp", ":".join(map(str, [*jars, task])),
               "com.amazonaws.services.lambda.runtime.api.client.AWSLambda", "AwsHello"]
    return started(times, command, task, "AwsHello")


def our_java(times):
    """Our own Java runtime in a plain JVM, to tell the platform's part from the JVM's."""
    return started(times, plain_jvm(), unpacked(java_jar()), "Hello")


def spring_jar(times):
    """The Spring Cloud Function jar in a plain JVM."""
    return started(times, plain_jvm(), unpacked(spring().package), "quote", ORDER)


def plain_jvm():
    return [java_home() / "bin/java", "-cp", OUR_RUNTIME, "dev.meterlark.runtime.Bootstrap"]


def unpacked(jar):
    folder = WORK / "unpacked" / jar.stem
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(jar) as package:
        package.extractall(folder)
    return folder


def started(times, command, task, handler, event=EVENT):
    with Stub() as stub:
        return [stub.first_answer(command, task, handler, event) for _ in range(times)]


def workerd_isolates(times):
    """A new isolate in a workerd that is warm."""
    with servers.workerd() as peer:
        host = peer.url.split("/")[2]
        connection = http.client.HTTPConnection(host, timeout=30)
        samples = []
        for number in range(times + 1):
            begun = time.perf_counter()
            connection.request("POST", "/new/%d" % number, EVENT, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            if answer.read() != b'{"hello":"Ada"}':
                raise SystemExit("workerd answered %d" % answer.status)
            samples.append((time.perf_counter() - begun) * 1000)
        return samples[1:]


def vercel_fun(times):
    home = installed.home()
    task = home / "fun"
    task.mkdir(exist_ok=True)
    (task / "lambda.js").write_bytes((HANDLERS / "peer/lambda.js").read_bytes())
    told = subprocess.run(["node", "fun.mjs", str(times), task], cwd=home, check=True, capture_output=True, text=True).stdout
    return [float(line) for line in told.split()]
