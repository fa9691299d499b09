package dev.meterlark.trigger.webhook;

import org.jspecify.annotations.Nullable;

/** What a request to a hook is found to be. */
sealed interface Verdict {

    /**
     * @param id of the delivery: the same one when it comes again
     * @param subject what it tells of; null when that is not said outside of the body
     */
    record Genuine(String id, @Nullable String subject) implements Verdict {}

    /** The sender asks, signed, whether it is the right address. */
    record Challenge(String text) implements Verdict {}

    /**
     * @param forOwner why, for the account alone: whoever asked learns nothing
     */
    record Wrong(String forOwner) implements Verdict {}
}
