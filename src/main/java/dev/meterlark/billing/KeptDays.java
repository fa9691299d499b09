package dev.meterlark.billing;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.meterlark.telemetry.Retention.Kept;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * How many days a plan keeps what calls leave for people; null for as long as the installation
 * does, which is never exceeded.
 *
 * @param callDays how far back the history of calls goes
 * @param contentDays events and answers
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeptDays(
        @Nullable Integer callDays, @Nullable Integer logDays, @Nullable Integer contentDays) {

    public static final KeptDays AS_LONG_AS_ANY = new KeptDays(null, null, null);

    /** Ten years. */
    public static final int MOST = 3_650;

    public KeptDays {
        requireInRange("callDays", callDays);
        requireInRange("logDays", logDays);
        requireInRange("contentDays", contentDays);
    }

    /** Such as {@code calls 30, logs any, contents 3}. */
    public String words() {
        return "calls %s, logs %s, contents %s"
                .formatted(word(callDays), word(logDays), word(contentDays));
    }

    private static String word(@Nullable Integer days) {
        return days == null ? "any" : days.toString();
    }

    Kept kept() {
        return new Kept(days(callDays), days(logDays), days(contentDays));
    }

    private static @Nullable Duration days(@Nullable Integer days) {
        return days == null ? null : Duration.ofDays(days);
    }

    private static void requireInRange(String field, @Nullable Integer days) {
        if (days != null && (days < 1 || days > MOST)) {
            throw new IllegalArgumentException(
                    "retention.%s must be between 1 and %d days, was: %d"
                            .formatted(field, MOST, days));
        }
    }
}
