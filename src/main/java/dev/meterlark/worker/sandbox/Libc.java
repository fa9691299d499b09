package dev.meterlark.worker.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * A function of the C library. All of ours take and return what fits a register, so they share one
 * shape; registers beyond what a function takes are not looked at.
 */
enum Libc {
    BIND("bind"),
    CLOSE("close"),
    EPOLL_CREATE("epoll_create1"),
    EPOLL_CTL("epoll_ctl"),
    EPOLL_WAIT("epoll_wait"),
    EVENTFD("eventfd"),
    FCHMOD("fchmod"),
    FCNTL("fcntl"),
    FLOCK("flock"),
    FSTAT("fstat"),
    GETSOCKNAME("getsockname"),
    IOCTL("ioctl"),
    KILL("kill"),
    MKNOD("mknod"),
    MOUNT("mount"),
    OPEN("open"),
    PIPE("pipe2"),
    PRCTL("prctl"),
    PREAD("pread"),
    PRLIMIT("prlimit"),
    READ("read"),
    SETNS("setns"),
    SOCKET("socket"),
    SYSCALL("syscall"),
    UMOUNT("umount2"),
    UNSHARE("unshare"),
    WAITPID("waitpid"),
    WRITE("write");

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

    private final String symbol;
    private final MethodHandle handle;

    Libc(String symbol) {
        this.symbol = symbol;
        Linker linker = Linker.nativeLinker();
        this.handle =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow(symbol),
                        shape(),
                        Linker.Option.captureCallState("errno"));
    }

    /**
     * The answer of the call, an {@code int} widened.
     *
     * @throws KernelException when it is -1
     */
    int call(long... arguments) throws KernelException {
        int answer = answer(arguments);
        if (answer < 0) {
            throw new KernelException(symbol, -answer, Errno.text(-answer));
        }
        return answer;
    }

    /** The answer of the call, or its error's number below zero. Loads no class any more. */
    int answer(long... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result = (int) invoke(state, arguments);
            return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
        }
    }

    private long invoke(MemorySegment state, long[] a) {
        try {
            return (long)
                    handle.invokeExact(
                            state, at(a, 0), at(a, 1), at(a, 2), at(a, 3), at(a, 4), at(a, 5));
        } catch (Throwable e) {
            throw new IllegalStateException("calling " + symbol + " is not possible", e);
        }
    }

    private static long at(long[] arguments, int index) {
        return index < arguments.length ? arguments[index] : 0;
    }

    private static FunctionDescriptor shape() {
        ValueLayout.OfLong register = ValueLayout.JAVA_LONG;
        return FunctionDescriptor.of(
                register, register, register, register, register, register, register);
    }
}
