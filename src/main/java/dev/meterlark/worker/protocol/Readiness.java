package dev.meterlark.worker.protocol;

/** How the runtime's init ended. */
public sealed interface Readiness {

    /** The runtime asked for its first event. */
    record Ready() implements Readiness {}

    /**
     * The runtime reported that it could not load the function.
     *
     * @param type at most 256 characters, filtered
     * @param message at most 4096 characters
     * @param payload the error object as the runtime sent it
     */
    record InitFailed(String type, String message, byte[] payload) implements Readiness {

        static final InitFailed BROKEN_OFF =
                new InitFailed(
                        "Runtime.TruncatedResponse", "The runtime's answer broke off", new byte[0]);
    }
}
