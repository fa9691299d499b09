package dev.meterlark.platform;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** What came of one attempt to carry an entry. The reasons are for the account's people. */
public sealed interface Carried {

    record Delivered() implements Carried {}

    /** A part is done and the rest is to follow at once; counts as no failure. */
    record Continues(Duration pause) implements Carried {}

    /**
     * @param notBefore how long the other side asks to be left alone, if it does
     */
    record Failed(String reason, @Nullable Duration notBefore) implements Carried {}

    /** Coming again would change nothing. */
    record Hopeless(String reason) implements Carried {}
}
