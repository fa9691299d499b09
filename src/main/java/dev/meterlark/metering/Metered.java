package dev.meterlark.metering;

import java.math.BigInteger;
import java.time.Instant;

/**
 * What one thing came to by one meter in one hour.
 *
 * @param hour its beginning
 * @param amount in the meter's unit, exact; never 0
 */
public record Metered(Thing thing, Meter meter, Instant hour, BigInteger amount) {}
