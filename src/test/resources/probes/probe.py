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


def opening(paths, flags=os.O_RDONLY):
    def attempt(path):
        os.close(os.open(path, flags | os.O_NONBLOCK))
        return "opened"

    return {path: outcome(lambda: attempt(path)) for path in paths}


def many_of_each_kind():
    """Descriptors of every kind until there are no more of them: how many, and why no more."""
    kinds = {
        "pipe": lambda: os.pipe(),
        "socket": lambda: [socket.socket(socket.AF_INET).detach()],
        "pair": lambda: [s.detach() for s in socket.socketpair()],
        "epoll": lambda: [libc_call("epoll_create1", 0)],
        "inotify": lambda: [inotify()],
        "eventfd": lambda: [os.eventfd(0)],
        "timerfd": lambda: [libc_call("timerfd_create", 1, 0)],
        "memfd": lambda: [os.memfd_create("x")],
    }
    ends = {}
    for kind, make in kinds.items():
        held = []
        try:
            while len(held) < 100000:
                held.extend(make())
            ends[kind] = "no limit"
        except OSError as e:
            ends[kind] = errno.errorcode[e.errno]
        for descriptor in held:
            os.close(descriptor)
    return ends


def libc_call(name, *arguments):
    ctypes.set_errno(0)
    result = getattr(libc, name)(*arguments)
    if result == -1:
        raise OSError(ctypes.get_errno(), name)
    return result


def inotify():
    return libc_call("inotify_init1", 0)


def locked_memory(size):
    buffer = ctypes.create_string_buffer(size)
    return outcome(lambda: libc_call("mlock", buffer, ctypes.c_size_t(size)) or "locked")


def tmp_and_memory_bomb():
    with open("/tmp/ballast", "wb", buffering=0) as f:
        for _ in range(60):
            f.write(b"x" * (1 << 20))
    memory_bomb()


def marks(text):
    """Leaves a mark everywhere it can be left, and answers where that was."""
    left = []
    for folder in ("/tmp", "/dev/shm", "/var/tmp", "/run/lock", "/run", "/home", "/root", "/var/task", "/var/runtime", "/dev/mqueue"):
        path = f"{folder}/meterlark-mark"
        if outcome(lambda: writing([path])[path]) == "written":
            left.append(path)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
        s.bind("\0meterlark-mark")
    return left


def marks_found():
    found = [folder for folder, _, names in os.walk("/") if "meterlark-mark" in names and not folder.startswith("/proc")]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
        if outcome(lambda: s.connect("\0meterlark-mark")) is None:
            found.append("abstract socket")
    return found


def held_abstract(name):
    held = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    globals().setdefault("kept", []).append(held)
    held.bind("\0" + name)
    held.listen()
    return "listening"


def abstract(name):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as s:
        return outcome(lambda: s.connect("\0" + name) or "connected")


def setuid_files():
    found = []
    for folder, _, names in os.walk("/"):
        if folder.startswith("/proc"):
            continue
        for name in names:
            path = os.path.join(folder, name)
            if not os.path.islink(path) and os.lstat(path).st_mode & 0o6000:
                found.append(path)
    return found


def priorities():
    def affinity():
        os.sched_setaffinity(0, range(os.cpu_count()))
        return "done"

    return {
        "nice": outcome(lambda: os.nice(-5) and "done"),
        "fifo": outcome(lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)) or "done"),
        "round robin": outcome(lambda: os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1)) or "done"),
        "real-time io": outcome(lambda: libc_call("syscall", 251, 1, 0, 1 << 13) or "done"),
        "affinity": outcome(affinity),
    }


def raised_limits():
    def attempt(name, value):
        limit = getattr(resource, "RLIMIT_" + name)
        resource.setrlimit(limit, (value, value))
        return "raised"

    answers = {}
    for name, value in {"NPROC": 10000, "NOFILE": 65536, "MEMLOCK": 1 << 30, "FSIZE": 1 << 40, "RTPRIO": 99, "CORE": 1 << 30}.items():
        try:
            answers[name] = outcome(lambda: attempt(name, value))
        except ValueError:
            answers[name] = "EPERM"  # what Python makes of it
    return answers


def core_limit_lowered():
    """A core limit of 0 would let a handler that the machine pipes cores to run; only 1 keeps it from that."""
    try:
        return outcome(lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)) or "lowered")
    except ValueError:
        return "EPERM"


def lock(path):
    """Takes a lock on a file that others may see too; held from here on."""
    held = os.open(path, os.O_RDONLY)
    globals().setdefault("kept", []).append(held)
    return outcome(lambda: fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB) or "locked")


def lease(path):
    held = os.open(path, os.O_RDONLY)
    globals().setdefault("kept", []).append(held)
    return outcome(lambda: fcntl.fcntl(held, fcntl.F_SETLEASE, fcntl.F_RDLCK) or "leased")


def watch(path):
    """Asks to be told when anybody opens a file."""
    descriptor = inotify()
    globals()["watched"] = descriptor
    return outcome(lambda: libc_call("inotify_add_watch", descriptor, path.encode(), 0x20) and "watching")


def watched_events():
    os.set_blocking(globals()["watched"], False)
    return outcome(lambda: len(os.read(globals()["watched"], 4096)))


def readable_of_the_machine():
    """Files of /proc that say something of the machine."""
    names = "cpuinfo filesystems loadavg meminfo misc mounts net/dev stat swaps uptime version vmstat consoles devices crypto"
    return [name for name in names.split() if text_or_nothing(f"/proc/{name}")]


def text_or_nothing(path):
    try:
        return text(path)
    except OSError:
        return ""


def listening(port):
    held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    globals().setdefault("kept", []).append(held)
    held.bind(("0.0.0.0", port))
    held.listen()
    return "listening"


def links(target):
    """Plants links to a file of the machine wherever a careless host might write or read."""
    planted = []
    for path in ("/tmp/core", "/tmp/log", "/tmp/out", "/tmp/stdout", "/tmp/bootstrap", "/dev/shm/out"):
        if outcome(lambda: os.symlink(target, path)) is None:
            planted.append(path)
    return planted


def swapping():
    """A folder that is a link every other moment, for as long as it lives."""
    os.makedirs("/tmp/a", exist_ok=True)
    os.symlink("/etc", "/tmp/b")
    while True:
        os.rename("/tmp/a", "/tmp/c")
        os.rename("/tmp/b", "/tmp/a")
        os.rename("/tmp/a", "/tmp/b")
        os.rename("/tmp/c", "/tmp/a")


def long_names():
    made = 0
    for name in ("n" * 255, "line\nfeed", "\x1b[2J", "‮gnp", "<script>"):
        if outcome(lambda: os.close(os.open("/tmp/" + name, os.O_CREAT | os.O_WRONLY))) is None:
            made += 1
    deep, depth = "/tmp", 0
    while outcome(lambda: os.mkdir(deep + "/d")) is None and depth < 2000:
        deep, depth = deep + "/d", depth + 1
    return {"made": made, "depth": depth}
