package dev.meterlark.platform;

/**
 * Carries the entries of one kind to where they go. An entry comes at least once, and may come
 * again after it was carried: what is done with it has to be the same thing under its id.
 */
public interface OutboxCarrier {

    String kind();

    /**
     * Whether what was given up of it is the operator's to look after, as mails are; otherwise it
     * is the account's that it is of.
     */
    default boolean isOperators() {
        return false;
    }

    /**
     * Blocks the calling thread, which is virtual, for less than the outbox's lease. What it throws
     * counts as a failure that may pass.
     *
     * @param entry with the attempt's number
     */
    Carried carry(OutboxEntry entry, int attempt);
}
