package dev.meterlark.invocation.queue;

import dev.meterlark.invocation.EndReason;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** What becomes of a call after an attempt. */
sealed interface Verdict {

    /** Attempts that were begun. */
    int attempts();

    /**
     * It is over.
     *
     * @param version that ran last; null when none did
     * @param responseType null when there is no response
     */
    record Ends(
            EndReason reason,
            int attempts,
            @Nullable String version,
            byte[] response,
            @Nullable String responseType,
            @Nullable String errorType,
            @Nullable String errorMessage)
            implements Verdict {

        /** The same, because it was asked to be cancelled and will not be tried again. */
        static Ends cancelled(Verdict instead) {
            return new Ends(
                    EndReason.CANCELLED,
                    instead.attempts(),
                    null,
                    new byte[0],
                    null,
                    null,
                    "the call was cancelled");
        }
    }

    /**
     * It is tried again.
     *
     * @param rest what is left of its event; null when that is all of it
     */
    record Again(
            Instant at,
            int attempts,
            int failures,
            int setbacks,
            @Nullable String errorType,
            String errorMessage,
            byte @Nullable [] rest)
            implements Verdict {}
}
