package dev.meterlark.trigger;

/**
 * What a type of trigger can do with its events.
 *
 * @param usualBatch events of one call where the trigger does not say; 1 for types that hand over
 *     one at a time
 * @param largestBatch events of one call at most
 * @param ordered whether events of one key reach the function in order
 * @param partialFailures whether {@code batchItemFailures} of an answer are heeded
 */
public record Capabilities(
        int usualBatch, int largestBatch, boolean ordered, boolean partialFailures) {

    /** One event, one call, in no promised order. */
    public static final Capabilities SINGLE = new Capabilities(1, 1, false, false);

    /** Streams: batches in order, tried again from the first failing event on. */
    public static final Capabilities STREAM = new Capabilities(100, 10_000, true, true);

    public boolean batches() {
        return largestBatch > 1;
    }
}
