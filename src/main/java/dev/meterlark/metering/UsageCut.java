package dev.meterlark.metering;

import java.util.Set;

/**
 * One way to sum up usage.
 *
 * @param by what it is split by
 * @param filter which attempts are in it
 */
public record UsageCut(Set<UsageGrouping> by, UsageFilter filter) {

    public UsageCut {
        by = Set.copyOf(by);
    }

    public static UsageCut by(Set<UsageGrouping> by) {
        return new UsageCut(by, UsageFilter.ALL);
    }

    /** What a line has to be split by to have a place in it. */
    Set<UsageGrouping> needed() {
        return filter.by == null ? by : UsageGrouping.with(by, filter.by);
    }
}
