package dev.meterlark.worker.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/** The system calls that Java does not offer, each with the flags we use it with. */
final class Kernel {

    static final int SIGKILL = 9;

    private static final int O_CLOEXEC = 0x80000;
    private static final int O_NONBLOCK = 0x800;
    private static final int CLONE_NEWNET = 0x40000000;
    private static final int MS_NOSUID = 2;
    private static final int MS_NODEV = 4;
    private static final int MS_NOEXEC = 8;
    private static final int MNT_DETACH = 2;
    private static final int PR_SET_CHILD_SUBREAPER = 36;
    private static final int SYS_PIDFD_OPEN = 434;
    private static final int RLIMIT_FSIZE = 1;
    private static final int WNOHANG = 1;
    private static final int F_GETPIPE_SZ = 1032;
    private static final int LOCK_EX_NB = 2 | 4;
    private static final int SIOCSIFFLAGS = 0x8914;
    private static final int IFF_UP = 1;
    private static final int S_IFCHR = 0x2000;
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | O_CLOEXEC;

    private Kernel() {}

    /** A pipe whose reading end does not block; its writer is opened through {@link #pathOf}. */
    static int[] pipe() throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(ValueLayout.JAVA_INT, 2);
            Libc.PIPE.call(ends.address(), O_CLOEXEC | O_NONBLOCK);
            return ends.toArray(ValueLayout.JAVA_INT);
        }
    }

    static int pipeCapacity(int descriptor) throws KernelException {
        return Libc.FCNTL.call(descriptor, F_GETPIPE_SZ);
    }

    static void changeMode(int descriptor, int mode) throws KernelException {
        Libc.FCHMOD.call(descriptor, mode);
    }

    /** How this process finds one of its own descriptors by name, and root from outside. */
    static Path pathOf(int descriptor) {
        return Path.of("/proc/%d/fd/%d".formatted(ProcessHandle.current().pid(), descriptor));
    }

    /** Opens for reading. */
    static int open(Path path) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            return Libc.OPEN.call(text(arena, path), O_CLOEXEC);
        }
    }

    /**
     * Bytes read; 0 at the end, -1 when there are none now.
     *
     * @param into native memory
     */
    static int read(int descriptor, MemorySegment into) throws KernelException {
        int answer = Libc.READ.answer(descriptor, into.address(), into.byteSize());
        if (answer == -Errno.EAGAIN || answer == -Errno.EINTR) {
            return -1; // asked with every call, so it must not cost an exception
        }
        if (answer < 0) {
            throw new KernelException("read", -answer, Errno.text(-answer));
        }
        return answer;
    }

    /** Bytes read from the file's beginning, wherever it was read before. */
    static int readFromStart(int descriptor, MemorySegment into) throws KernelException {
        return Libc.PREAD.call(descriptor, into.address(), into.byteSize(), 0);
    }

    static void close(int descriptor) {
        try {
            Libc.CLOSE.call(descriptor);
        } catch (KernelException e) {
            throw new IllegalStateException("descriptor %d".formatted(descriptor), e);
        }
    }

    /** Whether the lock was free; it is held until the descriptor is closed. */
    static boolean lock(int descriptor) throws KernelException {
        try {
            Libc.FLOCK.call(descriptor, LOCK_EX_NB);
            return true;
        } catch (KernelException e) {
            if (e.errno() == Errno.EAGAIN) {
                return false;
            }
            throw e;
        }
    }

    /** Moves the calling thread into a new network namespace for the rest of its life. */
    static void enterNewNetwork() throws KernelException {
        Libc.UNSHARE.call(CLONE_NEWNET);
    }

    /** Moves the calling thread into an existing network namespace for the rest of its life. */
    static void enterNetwork(int namespace) throws KernelException {
        Libc.SETNS.call(namespace, CLONE_NEWNET);
    }

    /** Switches the loopback device on, in the calling thread's network namespace. */
    static void bringLoopbackUp() throws KernelException {
        int socket = Libc.SOCKET.call(AF_INET, SOCK_DGRAM_CLOEXEC, 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(40);
            request.setString(0, "lo");
            request.set(ValueLayout.JAVA_SHORT, 16, (short) IFF_UP);
            Libc.IOCTL.call(socket, SIOCSIFFLAGS, request.address());
        } finally {
            close(socket);
        }
    }

    /**
     * Claims a name that is unique among the machine's processes and free again when this one is
     * gone; nothing is written to any disk.
     *
     * @return a descriptor that holds it, or -1 when another holds it
     */
    static int claim(String name) throws KernelException {
        byte[] bytes = name.getBytes(UTF_8);
        int socket = Libc.SOCKET.call(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(3L + bytes.length, 2);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(bytes, 0, address, ValueLayout.JAVA_BYTE, 3, bytes.length);
            Libc.BIND.call(socket, address.address(), address.byteSize());
            return socket;
        } catch (KernelException e) {
            close(socket);
            if (e.errno() == Errno.EADDRINUSE) {
                return -1;
            }
            throw e;
        }
    }

    /** Orphans below this process become its children, so that their exit can be asked for. */
    static void adoptOrphans() throws KernelException {
        Libc.PRCTL.call(PR_SET_CHILD_SUBREAPER, 1);
    }

    /** A descriptor that is readable once the process is gone. */
    static int processDescriptor(int pid) throws KernelException {
        return Libc.SYSCALL.call(SYS_PIDFD_OPEN, pid, 0);
    }

    /** Lowers the size of the largest file that a process may write. */
    static void limitFileSize(int pid, long bytes) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment softAndHard = arena.allocate(ValueLayout.JAVA_LONG, 2);
            softAndHard.setAtIndex(ValueLayout.JAVA_LONG, 0, bytes);
            softAndHard.setAtIndex(ValueLayout.JAVA_LONG, 1, bytes);
            Libc.PRLIMIT.call(pid, RLIMIT_FSIZE, softAndHard.address(), 0);
        }
    }

    /** Whether there was such a process to kill. */
    static boolean kill(int pid) throws KernelException {
        try {
            Libc.KILL.call(pid, SIGKILL);
            return true;
        } catch (KernelException e) {
            if (e.errno() == Errno.ESRCH) {
                return false;
            }
            throw e;
        }
    }

    /** Takes the exit of a child that is gone: the wait status, or -1 when it still runs. */
    static int reap(int pid) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(ValueLayout.JAVA_INT);
            int reaped = Libc.WAITPID.call(pid, status.address(), WNOHANG);
            return reaped == 0 ? -1 : status.get(ValueLayout.JAVA_INT, 0);
        }
    }

    /** A file system in memory, without set-uid; with {@code devices} it may hold device nodes. */
    static void mountMemory(Path where, String options, boolean devices) throws KernelException {
        int flags = MS_NOSUID | (devices ? MS_NOEXEC : MS_NODEV);
        try (Arena arena = Arena.ofConfined()) {
            long type = arena.allocateFrom("tmpfs").address();
            long data = arena.allocateFrom(options).address();
            Libc.MOUNT.call(type, text(arena, where), type, flags, data);
        }
    }

    /** Takes the mount out of sight at once; the kernel frees it when nobody uses it any more. */
    static void unmount(Path where) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            Libc.UMOUNT.call(text(arena, where), MNT_DETACH);
        }
    }

    /** A character device node with mode 0666 less the umask. */
    static void makeDevice(Path path, int major, int minor) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            Libc.MKNOD.call(text(arena, path), S_IFCHR | 0666, ((long) major << 8) | minor);
        }
    }

    private static long text(Arena arena, Path path) {
        return arena.allocateFrom(path.toString()).address();
    }
}
