package dev.meterlark.billing.rating;

import java.math.BigInteger;

/**
 * How much of one meter.
 *
 * @param raw exactly what was counted; below zero only as the difference of two
 */
public record Quantity(Meter meter, BigInteger raw) {

    private static final int SHOWN_DIGITS = 12;

    public static Quantity requests(long count) {
        return new Quantity(Meter.REQUESTS, BigInteger.valueOf(count));
    }

    /**
     * A GB is 1024 MiB here, as Lambda counts it; so 128 MiB for one second is 0.125 GB-seconds.
     *
     * @param mibMillis MiB times milliseconds
     */
    public static Quantity gbSeconds(BigInteger mibMillis) {
        return new Quantity(Meter.GB_SECONDS, mibMillis);
    }

    /** In the unit that the price is for. */
    public Fraction units() {
        return new Fraction(raw, meter.rawPerUnit());
    }

    /** In the same unit, with at most 12 digits after the point. */
    public String text() {
        return units().text(SHOWN_DIGITS);
    }
}
