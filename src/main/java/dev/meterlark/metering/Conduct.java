package dev.meterlark.metering;

import java.time.Duration;

/**
 * How a version has done lately.
 *
 * @param failed calls that the function is at fault for
 * @param p95 of what running took, loading and waiting left out; 19 of 20 calls took no longer
 */
public record Conduct(long calls, long failed, Duration p95) {

    public static final Conduct NONE = new Conduct(0, 0, Duration.ZERO);
}
