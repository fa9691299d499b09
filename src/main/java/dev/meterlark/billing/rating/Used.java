package dev.meterlark.billing.rating;

import java.math.BigInteger;

/**
 * What one thing used of one meter in a stretch of time, all in all.
 *
 * @param raw as it was counted, in the meter's raw unit
 */
public record Used(Thing thing, Meter meter, BigInteger raw) {

    public Used {
        if (raw.signum() < 0) {
            throw new IllegalArgumentException(
                    "nothing is used less than not at all, was: %s of %s by %s"
                            .formatted(raw, meter.wireName(), thing.name()));
        }
    }
}
