package dev.meterlark.worker.protocol;

import java.time.Duration;

/**
 * How fast a streamed answer may come: a first part at once, the rest at a rate.
 *
 * @param bytesPerSecond 0 when it may come as fast as it is taken
 */
public record Pace(long bytesPerSecond) {

    public static final Pace FREE = new Pace(0);

    /** As with AWS. */
    private static final long AT_ONCE = 6L << 20;

    /** How long it is too early for what comes behind so many bytes. */
    Duration early(long bytes, Duration sinceBegin) {
        if (bytesPerSecond == 0 || bytes <= AT_ONCE) {
            return Duration.ZERO;
        }
        double seconds = (double) (bytes - AT_ONCE) / bytesPerSecond;
        Duration left = Duration.ofNanos((long) (seconds * 1e9)).minus(sinceBegin);
        return left.isPositive() ? left : Duration.ZERO;
    }
}
