package dev.meterlark.storage.queue;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * How a queue treats its messages, within AWS's bounds.
 *
 * @param maxReceives 0 for no bound
 * @param receiveWait of receivers that say nothing of it
 */
record QueueTerms(
        Duration visibilityTimeout,
        Duration retention,
        Duration delay,
        int maxReceives,
        Duration receiveWait,
        int maxMessageBytes,
        boolean deduplicatesByContent) {

    static final Duration LONGEST_VISIBILITY = Duration.ofHours(12);
    static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

    static final QueueTerms USUAL =
            new QueueTerms(
                    Duration.ofSeconds(30),
                    Duration.ofDays(4),
                    Duration.ZERO,
                    0,
                    Duration.ZERO,
                    1_048_576,
                    false);

    private static final Duration SHORTEST_RETENTION = Duration.ofMinutes(1);
    private static final Duration LONGEST_RETENTION = Duration.ofDays(14);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    private static final int MOST_RECEIVES = 1_000;
    private static final int FEWEST_BYTES = 1_024;
    private static final int MOST_BYTES = 1_048_576;

    /** These where the settings name nothing else. */
    QueueTerms with(QueueSettings settings) {
        return new QueueTerms(
                seconds(
                        "visibilityTimeout",
                        settings.visibilityTimeout(),
                        Duration.ZERO,
                        LONGEST_VISIBILITY,
                        visibilityTimeout),
                seconds(
                        "retention",
                        settings.retention(),
                        SHORTEST_RETENTION,
                        LONGEST_RETENTION,
                        retention),
                seconds("delay", settings.delay(), Duration.ZERO, LONGEST_DELAY, delay),
                receives(settings.maxReceives()),
                seconds(
                        "receiveWait",
                        settings.receiveWait(),
                        Duration.ZERO,
                        LONGEST_WAIT,
                        receiveWait),
                messageBytes(settings.maxMessageSize()),
                settings.deduplicatesByContent() == null
                        ? deduplicatesByContent
                        : settings.deduplicatesByContent());
    }

    private int messageBytes(@Nullable Integer asked) {
        if (asked == null) {
            return maxMessageBytes;
        }
        if (asked < FEWEST_BYTES || asked > MOST_BYTES) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "maxMessageSize must be %d to %d bytes, was: %d"
                            .formatted(FEWEST_BYTES, MOST_BYTES, asked));
        }
        return asked;
    }

    private int receives(@Nullable Integer asked) {
        if (asked == null) {
            return maxReceives;
        }
        if (asked < 0 || asked > MOST_RECEIVES) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "maxReceives must be 1 to %d, or 0 for no bound, was: %d"
                            .formatted(MOST_RECEIVES, asked));
        }
        return asked;
    }

    /**
     * @throws RefusedException when what was asked is out of bounds
     */
    static Duration seconds(
            String name,
            @Nullable Integer asked,
            Duration least,
            Duration most,
            Duration otherwise) {
        if (asked == null) {
            return otherwise;
        }
        if (asked < least.toSeconds() || asked > most.toSeconds()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "%s must be %d to %d seconds, was: %d"
                            .formatted(name, least.toSeconds(), most.toSeconds(), asked));
        }
        return Duration.ofSeconds(asked);
    }
}
