package dev.meterlark.worker.protocol;

/** What the runtime answered to one event. */
public sealed interface Reply {

    record Answered(byte[] payload, String contentType) implements Reply {}

    /**
     * The handler failed.
     *
     * @param type at most 256 characters, filtered
     * @param message at most 4096 characters
     * @param payload the error object as the runtime sent it
     */
    record Failed(String type, String message, byte[] payload) implements Reply {}

    /**
     * The response was larger than a response may be; the runtime was told so with 413.
     *
     * @param bytes declared, or read until it was given up
     */
    record TooLarge(long bytes, long limit) implements Reply {}
}
