package dev.meterlark.invocation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why an asynchronous call is not run again. */
public enum EndReason {
    SUCCEEDED(AsyncStatus.SUCCEEDED),
    /** The function failed as often as its policy allows. */
    RETRIES_EXHAUSTED(AsyncStatus.FAILED),
    /** The function it was accepted for is not there any more. */
    FUNCTION_GONE(AsyncStatus.FAILED),
    /** It can never be run: its row cannot be read, or its chain of calls is too long. */
    REFUSED(AsyncStatus.FAILED),
    /** It could not be run, or not run to a success, within its policy's age. */
    AGE_EXCEEDED(AsyncStatus.EXPIRED),
    CANCELLED(AsyncStatus.CANCELLED);

    private final AsyncStatus status;

    EndReason(AsyncStatus status) {
        this.status = status;
    }

    /** In the API: {@code retries-exhausted}, {@code age-exceeded}, … */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<EndReason> fromWireName(String wireName) {
        return Arrays.stream(values()).filter(r -> r.wireName().equals(wireName)).findFirst();
    }

    public AsyncStatus status() {
        return status;
    }
}
