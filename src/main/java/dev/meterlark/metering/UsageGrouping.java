package dev.meterlark.metering;

/** What usage can be split by. */
public enum UsageGrouping {
    FUNCTION,
    DAY
}
