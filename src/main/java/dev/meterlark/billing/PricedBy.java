package dev.meterlark.billing;

import dev.meterlark.billing.rating.Meter;

/** By which price a meter is paid: what a cap counts and what an invoice bills is the same. */
public final class PricedBy {

    private PricedBy() {}

    public static Meter of(dev.meterlark.metering.Meter meter) {
        return switch (meter) {
            case REQUESTS -> Meter.REQUESTS;
            case MIB_MILLIS -> Meter.GB_SECONDS;
            case CPU_TIME -> Meter.CPU_SECONDS;
            case EGRESS, BUCKET_EGRESS -> Meter.EGRESS_GB;
            case PROVISIONED -> Meter.PROVISIONED_GB_SECONDS;
            case BUCKET_STORAGE -> Meter.BUCKET_GB_MONTHS;
            case TABLE_STORAGE -> Meter.TABLE_GB_MONTHS;
            case BUCKET_WRITES, BUCKET_READS, QUEUE_REQUESTS, TABLE_WRITES, TABLE_READS ->
                    Meter.STORAGE_REQUESTS;
        };
    }
}
