"""Looks at its own sandbox, and attacks it, as a tenant could: event {"do": name, ...}, answer what came of it."""

import ctypes
import errno
import fcntl
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time

libc = ctypes.CDLL(None, use_errno=True)


def handler(event, context):
    return globals()[event.pop("do")](**event)


def outcome(action):
    try:
        return action()
    except OSError as e:
        return errno.errorcode.get(e.errno, str(e.errno))


def text(path):
    with open(path, errors="replace") as f:
        return f.read(4096)


def namespaces():
    return {name: os.readlink(f"/proc/self/ns/{name}") for name in os.listdir("/proc/self/ns")}


def status():
    return dict(line.split(":\t", 1) for line in text("/proc/self/status").splitlines() if ":\t" in line)


def read(path):
    return outcome(lambda: text(path))


def listing(path):
    return sorted(os.listdir(path))


def walk(path):
    return [os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names]


def descriptors():
    found = {}
    for name in os.listdir("/proc/self/fd"):
        try:
            found[name] = os.readlink(f"/proc/self/fd/{name}")
        except OSError:
            pass  # the one that listed them
    return found


def environment():
    return dict(os.environ)


def writing(paths):
    def attempt(path):
        with open(path, "w") as f:
            f.write("x")
        return "written"

    return {path: outcome(lambda: attempt(path)) for path in paths}


def limits():
    names = "CORE FSIZE MEMLOCK MSGQUEUE NICE NOFILE NPROC RTPRIO STACK".split()
    return {name: list(resource.getrlimit(getattr(resource, "RLIMIT_" + name))) for name in names}


def connecting(targets):
    def attempt(host, port):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as s:
            s.settimeout(2)
            s.connect((host, port))
        return "connected"

    return {f"{host} {port}": outcome(lambda: attempt(host, port)) for host, port in targets}


def families():
    def attempt(family):
        socket.socket(family, socket.SOCK_DGRAM).close()
        return "made"

    return {str(family): outcome(lambda: attempt(family)) for family in range(1, 46)}


def raw_socket():
    return outcome(lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1) and "made")


def calling(numbers):
    """System calls with arguments that can do no harm: which the kernel looks at, and which the filter stops."""
    answers = {}
    for name, (number, *arguments) in numbers.items():
        ctypes.set_errno(0)
        result = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(a) for a in arguments])
        answers[name] = errno.errorcode.get(ctypes.get_errno(), "?") if result == -1 else "done"
    return answers


def terminal():
    return {
        "TIOCSTI": outcome(lambda: fcntl.ioctl(0, 0x5412, b"x") and "done"),
        "tty": outcome(lambda: os.open("/dev/tty", os.O_RDWR)),
        "session": os.getsid(0),
    }


def fork_bomb():
    children = []
    try:
        while len(children) < 5000:
            pid = os.fork()
            if pid == 0:
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                signal.signal(signal.SIGHUP, signal.SIG_IGN)
                os.setsid()
                time.sleep(60)
                os._exit(0)
            children.append(pid)
        end = "no limit"
    except OSError as e:
        end = errno.errorcode[e.errno]
    return {"children": len(children), "end": end}


def thread_bomb():
    count = 0
    try:
        while count < 5000:
            threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
            count += 1
    except RuntimeError:
        pass
    return count


def memory_bomb():
    hoard = []
    while True:
        hoard.append(b"x" * (4 << 20))


def child_memory_bomb():
    if os.fork() == 0:
        memory_bomb()
    time.sleep(60)


def shared_memory_bomb():
    return fill("/dev/shm/x", 1 << 30)


def fill(path, size):
    written = 0
    chunk = b"x" * (1 << 20)
    try:
        with open(path, "wb", buffering=0) as f:
            while written < size:
                written += f.write(chunk)
        end = "written"
    except OSError as e:
        end = errno.errorcode[e.errno]
    if os.path.exists(path):
        os.unlink(path)
    return {"written": written, "end": end}


def many_files(path, most):
    count = 0
    try:
        while count < most:
            os.close(os.open(f"{path}/{count}", os.O_CREAT | os.O_WRONLY))
            count += 1
        end = "made"
    except OSError as e:
        end = errno.errorcode[e.errno]
    return {"made": count, "end": end}


def sparse(path, size):
    def attempt():
        with open(path, "wb") as f:
            os.posix_fallocate(f.fileno(), 0, size)
        return "made"

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    return outcome(attempt)


def many_descriptors():
    held = []
    try:
        while len(held) < 100000:
            held.append(os.open("/dev/null", os.O_RDONLY))
    except OSError as e:
        end = errno.errorcode[e.errno]
    count = len(held)
    for descriptor in held:
        os.close(descriptor)
    return {"held": count, "end": end}


def daemon():
    """A grandchild in a session of its own that ignores what can be ignored."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for number in range(1, 64):
                try:
                    signal.signal(number, signal.SIG_IGN)
                except (OSError, ValueError):
                    pass
            while True:
                time.sleep(0.01)
        os._exit(0)
    return "left behind"


def stubborn():
    for number in range(1, 64):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))
    while True:
        pass


def flood(megabytes):
    line = b"y" * (1 << 20)
    for _ in range(megabytes):
        written = 0
        while written < len(line):
            written += os.write(1, line[written:])
    return "printed"


def flood_forever():
    while True:
        os.write(1, b"y" * 65536)


def say(words):
    print(words)
    with open("/dev/stdout", "w") as out:
        out.write("again\n")
    return outcome(lambda: open("/dev/stdout").read(1) and "read back")


def leave(status):
    os._exit(status)


def crash():
    ctypes.string_at(0)


def processes():
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def count(seconds):
    end = time.monotonic() + seconds
    turns = 0
    while time.monotonic() < end:
        turns += 1
    return turns


def shell(command):
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True)
    return {"status": done.returncode, "out": done.stdout, "err": done.stderr}


def become_root():
    return {
        "setuid": outcome(lambda: os.setuid(0)),
        "setgid": outcome(lambda: os.setgid(0)),
        "setgroups": outcome(lambda: os.setgroups([0])),
        "chown": outcome(lambda: os.chown("/tmp", 0, 0)),
    }


def working_directory(path):
    return outcome(lambda: os.chdir(path) or os.getcwd())


def in_child(action):
    """What became of a child that did it: its exit status, or the signal that ended it as a negative number."""
    pid = os.fork()
    if pid == 0:
        try:
            os._exit(action())
        except BaseException:
            os._exit(111)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def foreign_call(code):
    """Runs machine code (hexadecimal) in a child; exit status 0 means that a system call came back with a process id."""
    import mmap

    def run():
        memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        memory.write(bytes.fromhex(code))
        function = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(memory)))
        return 0 if function() > 0 else 1

    return in_child(run)


def signals():
    return {
        "init": outcome(lambda: os.kill(1, 0) or "seen"),
        "host": [outcome(lambda: os.kill(pid, 0)) for pid in (2, 100, 1000)],
    }


def fetching(urls):
    """What urllib makes of each address: the body, or how it failed."""
    import urllib.request

    def attempt(url):
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.read(200).decode()

    def failure(e):
        reason = getattr(e, "reason", e)
        return errno.errorcode.get(getattr(reason, "errno", None), f"{type(reason).__name__}: {reason}")

    answers = {}
    for url in urls:
        try:
            answers[url] = attempt(url)
        except OSError as e:
            answers[url] = failure(e)
    return answers


def talking(targets):
    """Connects, asks in HTTP and answers what came back: text, '' at an end, or the error."""

    def attempt(host, port):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as s:
            s.settimeout(5)
            s.connect((host, port))
            s.sendall(b"GET / HTTP/1.0\r\n\r\n")
            return s.recv(100).decode()

    return {f"{host} {port}": outcome(lambda: attempt(host, port)) for host, port in targets}


def resolving(names):
    def attempt(name):
        return sorted({entry[4][0] for entry in socket.getaddrinfo(name, 80, proto=socket.IPPROTO_TCP)})

    answers = {}
    for name in names:
        try:
            answers[name] = attempt(name)
        except socket.gaierror as e:
            answers[name] = [e.strerror]
    return answers


def downloading(url):
    """How many bytes came, and how it ended."""
    import urllib.request

    count = 0
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            while piece := answer.read(1 << 16):
                count += len(piece)
        end = "whole"
    except OSError as e:
        end = errno.errorcode.get(e.errno, str(e))
    except Exception as e:
        end = type(e).__name__
    return {"bytes": count, "end": end}


def uploading(url, size):
    import urllib.request

    with urllib.request.urlopen(url, data=b"x" * size, timeout=10) as answer:
        return answer.read(200).decode()


def asking_for(server, query):
    """Sends a question (hexadecimal) over UDP; the answer in hexadecimal."""

    def attempt():
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            s.settimeout(3)
            s.connect((server, 53))
            s.send(bytes.fromhex(query))
            return s.recv(1000).hex()

    try:
        return outcome(attempt)
    except TimeoutError:
        return "nothing"


def connection_flood(host, port, count):
    held, ends = [], {}
    for _ in range(count):
        s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        s.setblocking(False)
        end = s.connect_ex((host, port))
        name = errno.errorcode.get(end, "connected")
        ends[name] = ends.get(name, 0) + 1
        held.append(s)
    time.sleep(0.5)
    for s in held:
        s.close()
    return ends


def network_changes():
    """What it takes to change one's own network: each is refused."""
    import struct

    def device_down():
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            fcntl.ioctl(s, 0x8914, struct.pack("16sh14x", b"lo", 0))
        return "done"

    def route():
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            fcntl.ioctl(s, 0x890B, bytes(120))
        return "done"

    def transparent():
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
            s.setsockopt(socket.SOL_IP, 19, 1)
        return "done"

    def mark():
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_MARK, 1)
        return "done"

    def name_port():
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            s.bind(("0.0.0.0", 53))
        return "done"

    def netlink():
        socket.socket(16, socket.SOCK_RAW, 0).close()
        return "done"

    def packet():
        socket.socket(17, socket.SOCK_RAW, 0).close()
        return "done"

    def ping():
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM, 1).close()
        return "done"

    tried = (device_down, route, transparent, mark, name_port, netlink, packet, ping)
    return {attempt.__name__: outcome(attempt) for attempt in tried}
