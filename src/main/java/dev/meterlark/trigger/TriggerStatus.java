package dev.meterlark.trigger;

import com.fasterxml.jackson.annotation.JsonInclude;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * What happened to a trigger so far, some seconds old.
 *
 * @param events that came, since it was made
 * @param filtered of them that its filter did not want
 * @param failures times that something did not work
 * @param eventsPerMinute over about the last minute
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TriggerStatus(
        @Nullable Instant lastEventAt,
        @Nullable Instant lastErrorAt,
        @Nullable String lastError,
        long events,
        long filtered,
        long failures,
        double eventsPerMinute) {

    static final TriggerStatus NONE = new TriggerStatus(null, null, null, 0, 0, 0, 0);

    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    /**
     * Events of the minute before count less, the more of this minute is over.
     *
     * @param minute the last that had events, by its number since the epoch
     * @param within events of that minute
     * @param before events of the minute before that one
     */
    static double rate(long minute, long within, long before, Instant now) {
        long current = now.toEpochMilli() / MINUTE;
        double over = (double) (now.toEpochMilli() % MINUTE) / MINUTE;
        double rate =
                current == minute
                        ? within + before * (1 - over)
                        : current == minute + 1 ? within * (1 - over) : 0;
        return Math.round(rate * 10) / 10.0;
    }
}
