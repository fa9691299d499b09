package dev.meterlark.worker.protocol;

/** What the runtime answered to one event. */
public sealed interface Reply {

    record Answered(byte[] payload, String contentType) implements Reply {}

    /** All of it was passed on as it came. */
    record Streamed(long bytes, String contentType) implements Reply {}

    /**
     * The handler failed, maybe after pieces of a streamed answer were passed on.
     *
     * @param type at most 256 characters, filtered
     * @param message at most 4096 characters
     * @param payload the error object as the runtime sent it
     */
    record Failed(String type, String message, byte[] payload) implements Reply {

        static final Failed BROKEN_OFF =
                new Failed(
                        "Runtime.TruncatedResponse", "The runtime's answer broke off", new byte[0]);
    }

    /**
     * The response was larger than a response may be; the runtime was told so with 413. Pieces of a
     * streamed one were passed on.
     *
     * @param bytes declared, or read until it was given up
     */
    record TooLarge(long bytes, long limit) implements Reply {}
}
