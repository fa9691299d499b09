package dev.meterlark.billing.rating;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/**
 * A thing that is counted and has a price. What is counted is a whole number, {@link #rawPerUnit}
 * of which are one unit of the price. Wire names are never reused or renamed.
 */
public enum Meter {
    /** Of attempts that are billed. */
    REQUESTS("requests", "request", "Requests", BigInteger.ONE),

    /** Of MiB times milliseconds; a GB of memory has 1024 MiB. */
    GB_SECONDS("gb-seconds", "GB-second", "Memory and time of calls", Raw.MIB_MILLIS),

    /** Of microseconds. */
    CPU_SECONDS(
            "cpu-seconds", "CPU-second", "Computing time of calls", BigInteger.valueOf(1_000_000)),

    /** Of bytes; a GB has 2³⁰ of them. */
    EGRESS_GB("egress-gb", "GB", "Data sent out", Raw.GB),

    /** Of bytes times microseconds; a month has 730 hours. */
    BUCKET_GB_MONTHS("bucket-gb-months", "GB-month", "Objects stored", Raw.GB_MONTH),

    /** Of bytes times microseconds; a month has 730 hours. */
    TABLE_GB_MONTHS("table-gb-months", "GB-month", "Table items stored", Raw.GB_MONTH),

    STORAGE_REQUESTS("storage-requests", "request", "Requests to storage", BigInteger.ONE),

    /** Of MiB times milliseconds, for sandboxes that are kept ready. */
    PROVISIONED_GB_SECONDS(
            "provisioned-gb-seconds", "GB-second", "Memory kept ready", Raw.MIB_MILLIS);

    private final String wireName;
    private final String unit;
    private final String label;
    private final BigInteger rawPerUnit;

    private static final class Raw {

        static final BigInteger MIB_MILLIS = BigInteger.valueOf(1024L * 1000);
        static final BigInteger GB = BigInteger.ONE.shiftLeft(30);
        static final BigInteger GB_MONTH = GB.multiply(BigInteger.valueOf(730L * 3600 * 1_000_000));
    }

    Meter(String wireName, String unit, String label, BigInteger rawPerUnit) {
        this.wireName = wireName;
        this.unit = unit;
        this.label = label;
        this.rawPerUnit = rawPerUnit;
    }

    public static Optional<Meter> of(String wireName) {
        return Arrays.stream(values()).filter(each -> each.wireName.equals(wireName)).findFirst();
    }

    public String wireName() {
        return wireName;
    }

    /** Singular. */
    public String unit() {
        return unit;
    }

    /** As a line of an invoice calls it. */
    public String label() {
        return label;
    }

    public BigInteger rawPerUnit() {
        return rawPerUnit;
    }
}
