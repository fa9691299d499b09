package dev.meterlark.worker.protocol;

/**
 * What one sandbox may ask of the platform's event loop.
 *
 * @param payloadBytes largest response that is not passed on as it comes, or error object; Lambda's
 *     own limit is 6 MiB + 100 bytes
 * @param connections open connections at a time; further ones are closed unanswered
 * @param headerBytes request line and headers together
 */
public record ConversationLimits(int payloadBytes, int connections, int headerBytes) {

    /**
     * What Lambda documents, with room for headers that official runtimes send, and for as many
     * connections as a runtime may have events at once.
     */
    public static final ConversationLimits LAMBDA =
            new ConversationLimits(6 * 1024 * 1024 + 100, 128, 64 * 1024);

    public ConversationLimits {
        atLeast("payloadBytes", payloadBytes, 1);
        atLeast("connections", connections, 1);
        atLeast("headerBytes", headerBytes, 1024);
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "%s must be at least %d, was: %d".formatted(name, least, value));
        }
    }
}
