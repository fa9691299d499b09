package dev.meterlark.metering;

import java.util.Arrays;
import java.util.Optional;

/** What is counted by the hour, beside calls. Wire names are never reused or renamed. */
public enum Meter {
    BUCKET_STORAGE("bucket-storage", Unit.BYTE_TIME),
    BUCKET_WRITES("bucket-writes", Unit.REQUESTS),
    BUCKET_READS("bucket-reads", Unit.REQUESTS),
    BUCKET_EGRESS("bucket-egress", Unit.BYTES),
    QUEUE_REQUESTS("queue-requests", Unit.REQUESTS),
    TABLE_STORAGE("table-storage", Unit.BYTE_TIME),
    TABLE_WRITES("table-writes", Unit.REQUESTS),
    TABLE_READS("table-reads", Unit.REQUESTS);

    private final String wireName;
    private final Unit unit;

    Meter(String wireName, Unit unit) {
        this.wireName = wireName;
        this.unit = unit;
    }

    /** What an amount counts. */
    public enum Unit {
        REQUESTS,
        BYTES,

        /** Bytes times microseconds. */
        BYTE_TIME
    }

    public String wireName() {
        return wireName;
    }

    public Unit unit() {
        return unit;
    }

    /** Empty for one that another release knows. */
    static Optional<Meter> of(String wireName) {
        return Arrays.stream(values()).filter(each -> each.wireName.equals(wireName)).findFirst();
    }
}
