package dev.meterlark.worker.sandbox;

import java.io.IOException;
import java.io.Serial;

/** The kernel refused a system call. */
final class KernelException extends IOException {

    @Serial private static final long serialVersionUID = 1L;

    private final int errno;

    KernelException(String call, int errno, String reason) {
        super("%s: %s (errno %d)".formatted(call, reason, errno));
        this.errno = errno;
    }

    int errno() {
        return errno;
    }
}
