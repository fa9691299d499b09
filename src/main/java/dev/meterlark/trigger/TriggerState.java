package dev.meterlark.trigger;

import java.util.Locale;

/** Whether a trigger makes its function run. */
public enum TriggerState {
    ENABLED,
    /** Somebody paused it, or what it calls was deleted; its reason says which. */
    PAUSED,
    /** The platform ended it: there is nothing left to come, or it can never work again. */
    STOPPED;

    /** In the API: {@code enabled}, {@code paused}, {@code stopped}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
