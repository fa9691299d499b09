package dev.meterlark.worker.sandbox;

import java.io.Serial;

/** A sandbox could not be made; the message says why, for the operator. */
public final class NoSandboxException extends Exception {

    @Serial private static final long serialVersionUID = 1L;

    public NoSandboxException(String message) {
        super(message);
    }

    public NoSandboxException(String message, Throwable cause) {
        super(message, cause);
    }
}
