package dev.meterlark.wasmhost;

import java.io.Serial;

/** Ends a guest from within a function of the host. */
abstract sealed class GuestEnd extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    private GuestEnd(String message) {
        super(message, null, false, false);
    }

    /** It asked to. */
    static final class Exit extends GuestEnd {

        @Serial private static final long serialVersionUID = 1L;

        private final int status;

        Exit(int status) {
            super("exit status " + Integer.toUnsignedString(status));
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** Its answer is larger than any may be, and what there is of it is enough to say so. */
    static final class TooLarge extends GuestEnd {

        @Serial private static final long serialVersionUID = 1L;

        TooLarge() {
            super("the answer is too large");
        }
    }

    /** The platform wants it to. */
    static final class Interrupted extends GuestEnd {

        @Serial private static final long serialVersionUID = 1L;

        Interrupted() {
            super("interrupted");
        }
    }

    /** To be asked in everything that may take long; the flag stays set until the thread ends. */
    static void ifInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new Interrupted();
        }
    }
}
