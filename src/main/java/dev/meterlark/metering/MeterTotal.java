package dev.meterlark.metering;

import dev.meterlark.shared.AccountId;

import java.math.BigInteger;
import java.time.Instant;

/**
 * What one thing came to by one meter.
 *
 * @param resource the thing's name within its account; of a function its id and its name
 * @param from the beginning of the hour, or of the day, in UTC
 * @param amount in the meter's unit
 */
public record MeterTotal(
        AccountId account, Meter meter, String resource, Instant from, BigInteger amount) {

    public Thing thing() {
        return Thing.of(meter, resource);
    }
}
