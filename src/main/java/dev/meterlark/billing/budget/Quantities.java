package dev.meterlark.billing.budget;

import dev.meterlark.billing.PricedBy;
import dev.meterlark.billing.rating.Meter;
import dev.meterlark.invocation.CallUsage;

/**
 * What a slice holds, by meter and in raw units: all that is set aside before it is used.
 *
 * @param calls of it, what buckets send out counts as what calls send out
 * @param storageRequests to buckets, tables and queues
 * @param provisionedMibMillis of sandboxes that stand ready
 */
record Quantities(CallUsage calls, long storageRequests, long provisionedMibMillis) {

    static final Quantities NOTHING = of(CallUsage.NOTHING);

    static Quantities of(CallUsage calls) {
        return new Quantities(calls, 0, 0);
    }

    static Quantities of(dev.meterlark.metering.Meter meter, long amount) {
        return switch (PricedBy.of(meter)) {
            case EGRESS_GB -> of(new CallUsage(0, 0, 0, amount));
            case STORAGE_REQUESTS -> new Quantities(CallUsage.NOTHING, amount, 0);
            case PROVISIONED_GB_SECONDS -> new Quantities(CallUsage.NOTHING, 0, amount);
            case REQUESTS, GB_SECONDS, CPU_SECONDS, BUCKET_GB_MONTHS, TABLE_GB_MONTHS ->
                    throw new IllegalArgumentException(
                            "%s is not counted before it is used".formatted(meter));
        };
    }

    long of(Meter meter) {
        return switch (meter) {
            case REQUESTS -> calls.requests();
            case GB_SECONDS -> calls.mibMillis();
            case CPU_SECONDS -> calls.cpuMicros();
            case EGRESS_GB -> calls.egressBytes();
            case STORAGE_REQUESTS -> storageRequests;
            case PROVISIONED_GB_SECONDS -> provisionedMibMillis;
            case BUCKET_GB_MONTHS, TABLE_GB_MONTHS -> 0;
        };
    }

    /** Without what takes time or room: of requests there are more than of all else. */
    Quantities requestsOnly() {
        return new Quantities(new CallUsage(calls.requests(), 0, 0, 0), storageRequests, 0);
    }

    Quantities plus(Quantities other) {
        return new Quantities(
                calls.plus(other.calls),
                storageRequests + other.storageRequests,
                provisionedMibMillis + other.provisionedMibMillis);
    }

    Quantities minus(Quantities other) {
        return new Quantities(
                calls.minus(other.calls),
                storageRequests - other.storageRequests,
                provisionedMibMillis - other.provisionedMibMillis);
    }

    /** Whether the other finds room in this. */
    boolean covers(Quantities other) {
        return calls.covers(other.calls)
                && storageRequests >= other.storageRequests
                && provisionedMibMillis >= other.provisionedMibMillis;
    }

    /** Of each the larger. */
    Quantities max(Quantities other) {
        return new Quantities(
                calls.max(other.calls),
                Math.max(storageRequests, other.storageRequests),
                Math.max(provisionedMibMillis, other.provisionedMibMillis));
    }

    Quantities times(long factor) {
        return new Quantities(
                calls.times(factor), storageRequests * factor, provisionedMibMillis * factor);
    }

    Quantities dividedBy(long divisor) {
        return new Quantities(
                calls.dividedBy(divisor),
                storageRequests / divisor,
                provisionedMibMillis / divisor);
    }
}
