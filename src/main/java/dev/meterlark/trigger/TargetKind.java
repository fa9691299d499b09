package dev.meterlark.trigger;

import java.util.Locale;

/** What a trigger makes run. No two of them have one name in an account. */
public enum TargetKind {
    FUNCTION,
    PIPELINE;

    /** In the API, and in its rows: {@code function}, {@code pipeline}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
