package dev.meterlark.billing.rating;

import java.math.BigDecimal;

/**
 * A quantity that was used, in the unit of its meter.
 *
 * @param quantity exact
 */
public record UsageLine(Meter meter, BigDecimal quantity) {

    private static final BigDecimal MIB_MILLIS_PER_GB_SECOND = BigDecimal.valueOf(1024L * 1000);

    public static UsageLine requests(long count) {
        return new UsageLine(Meter.REQUESTS, BigDecimal.valueOf(count));
    }

    /**
     * A GB is 1024 MiB here, as Lambda counts it; so 128 MiB for one second is 0.125 GB-seconds.
     *
     * @param mibMillis MiB times milliseconds
     */
    public static UsageLine gbSeconds(BigDecimal mibMillis) {
        return new UsageLine(Meter.GB_SECONDS, mibMillis.divide(MIB_MILLIS_PER_GB_SECOND));
    }
}
