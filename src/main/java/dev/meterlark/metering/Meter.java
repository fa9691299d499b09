package dev.meterlark.metering;

import java.util.Arrays;
import java.util.Optional;

/**
 * What is counted by the hour, of calls and of all else. Wire names are never reused or renamed.
 */
public enum Meter {
    REQUESTS("requests", Unit.REQUESTS, Thing.Kind.FUNCTION),
    MIB_MILLIS("memory", Unit.MEMORY_TIME, Thing.Kind.FUNCTION),
    CPU_TIME("cpu", Unit.CPU_TIME, Thing.Kind.FUNCTION),
    EGRESS("egress", Unit.BYTES, Thing.Kind.FUNCTION),

    /** Memory of sandboxes that stood ready without a call, because of the function's floor. */
    PROVISIONED("provisioned", Unit.MEMORY_TIME, Thing.Kind.FUNCTION),

    BUCKET_STORAGE("bucket-storage", Unit.BYTE_TIME, Thing.Kind.BUCKET),
    BUCKET_WRITES("bucket-writes", Unit.REQUESTS, Thing.Kind.BUCKET),
    BUCKET_READS("bucket-reads", Unit.REQUESTS, Thing.Kind.BUCKET),
    BUCKET_EGRESS("bucket-egress", Unit.BYTES, Thing.Kind.BUCKET),
    QUEUE_REQUESTS("queue-requests", Unit.REQUESTS, Thing.Kind.QUEUE),
    TABLE_STORAGE("table-storage", Unit.BYTE_TIME, Thing.Kind.TABLE),
    TABLE_WRITES("table-writes", Unit.REQUESTS, Thing.Kind.TABLE),
    TABLE_READS("table-reads", Unit.REQUESTS, Thing.Kind.TABLE);

    private final String wireName;
    private final Unit unit;
    private final Thing.Kind kind;

    Meter(String wireName, Unit unit, Thing.Kind kind) {
        this.wireName = wireName;
        this.unit = unit;
        this.kind = kind;
    }

    /** What an amount counts. */
    public enum Unit {
        REQUESTS("requests"),
        BYTES("bytes"),

        /** Bytes times microseconds. */
        BYTE_TIME("byte-microseconds"),

        /** MiB times milliseconds. */
        MEMORY_TIME("mib-milliseconds"),

        /** Microseconds of one processor. */
        CPU_TIME("cpu-microseconds");

        private final String wireName;

        Unit(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }

    public String wireName() {
        return wireName;
    }

    public Unit unit() {
        return unit;
    }

    /** Of what kind the things are that have it. */
    public Thing.Kind kind() {
        return kind;
    }

    /** Empty for one that another release knows. */
    static Optional<Meter> of(String wireName) {
        return Arrays.stream(values()).filter(each -> each.wireName.equals(wireName)).findFirst();
    }
}
