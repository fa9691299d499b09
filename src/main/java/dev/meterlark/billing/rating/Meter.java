package dev.meterlark.billing.rating;

/** A thing that is counted and has a price. */
public enum Meter {
    REQUESTS("requests", "request"),
    GB_SECONDS("gb-seconds", "GB-second");

    private final String wireName;
    private final String unit;

    Meter(String wireName, String unit) {
        this.wireName = wireName;
        this.unit = unit;
    }

    public String wireName() {
        return wireName;
    }

    public String unit() {
        return unit;
    }
}
