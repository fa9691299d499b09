package dev.meterlark.network;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** What came of asking an address that a tenant named. */
public sealed interface Asked {

    /**
     * It answered, whatever it says; a redirection is not followed.
     *
     * @param retryAfter when it may be asked again, if it says so in seconds
     */
    record Answered(int status, @Nullable Duration retryAfter) implements Asked {}

    /** The platform connects to no such address. */
    record Refused(String reason) implements Asked {}

    /** It was not reached, or did not answer as it should. */
    record Failed(String reason) implements Asked {}
}
