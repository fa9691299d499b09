package dev.meterlark.worker.sandbox;

import java.util.Map;

/** The kernel's error numbers that we tell apart or explain; the same on every Linux we run on. */
final class Errno {

    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int ESRCH = 3;
    static final int EINTR = 4;
    static final int ECHILD = 10;
    static final int EAGAIN = 11;
    static final int EBUSY = 16;
    static final int EINVAL = 22;
    static final int EADDRINUSE = 98;

    private static final Map<Integer, String> TEXTS =
            Map.ofEntries(
                    Map.entry(EPERM, "not permitted"),
                    Map.entry(ENOENT, "no such file"),
                    Map.entry(ESRCH, "no such process"),
                    Map.entry(EINTR, "interrupted"),
                    Map.entry(ECHILD, "no such child"),
                    Map.entry(EAGAIN, "would block"),
                    Map.entry(EBUSY, "busy"),
                    Map.entry(EINVAL, "invalid argument"),
                    Map.entry(EADDRINUSE, "in use"),
                    Map.entry(12, "out of memory"),
                    Map.entry(13, "access denied"),
                    Map.entry(24, "too many open files"),
                    Map.entry(28, "no space left"));

    private Errno() {}

    static String text(int errno) {
        return TEXTS.getOrDefault(errno, "refused");
    }
}
