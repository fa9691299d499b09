package dev.meterlark.metering;

/** Which attempts usage is read of. */
public enum UsageFilter {
    ALL(""),

    /** By whoever's fault. */
    FAILED(" where fault is not null"),

    /** Those that loaded their function first. */
    COLD(" where cold");

    final String condition;

    UsageFilter(String condition) {
        this.condition = condition;
    }
}
