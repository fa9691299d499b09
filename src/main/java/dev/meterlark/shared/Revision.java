package dev.meterlark.shared;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** Whoever changes what they looked at says which state of it that was, so that nothing is lost. */
public final class Revision {

    private Revision() {}

    /**
     * @param thing in words, with its article
     * @param wanted the one that was looked at; null for whatever there is
     * @throws RefusedException when it was changed meanwhile
     */
    public static void require(String thing, @Nullable Long wanted, long actual) {
        if (wanted != null && wanted != actual) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "%s has revision %d, not %d: someone has changed it meanwhile; look at what it is now, then change that"
                            .formatted(thing, actual, wanted));
        }
    }

    /**
     * @param thing in words, with its article
     * @param seen its last change when it was looked at; null for whatever there is
     * @throws RefusedException when it was changed meanwhile
     */
    public static void requireUnchanged(String thing, @Nullable Instant seen, Instant actual) {
        if (seen != null && !seen.equals(actual)) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "%s was changed at %s: someone has changed it since you looked at it; look at what it is now, then change that"
                            .formatted(thing, actual));
        }
    }
}
