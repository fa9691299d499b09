package dev.meterlark.metering;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What usage can be split by. */
public enum UsageGrouping {
    FUNCTION("function_id"),
    DAY("usage_day"),
    HOUR("hour_at"),
    VERSION("version"),
    ALIAS("alias"),

    /** Of which kind what made it run was. */
    SOURCE("source"),

    /** The very trigger, of those that are triggers. */
    TRIGGER("source", "trigger_id"),

    /** Whether it succeeded, or who was at fault. */
    OUTCOME("fault"),

    /** Whether it loaded the function first. */
    COLD("cold"),

    /** All tags that the function had. */
    TAGS("tag_set"),
    PRICE_BOOK("price_book");

    private final List<String> columns;

    UsageGrouping(String... columns) {
        this.columns = List.of(columns);
    }

    List<String> columns() {
        return columns;
    }

    static Set<UsageGrouping> with(Set<UsageGrouping> some, UsageGrouping more) {
        Set<UsageGrouping> all = EnumSet.of(more);
        all.addAll(some);
        return all;
    }

    static List<String> columns(Iterable<UsageGrouping> by) {
        return Arrays.stream(values())
                .filter(each -> contains(by, each))
                .flatMap(each -> each.columns.stream())
                .distinct()
                .collect(Collectors.toList());
    }

    private static boolean contains(Iterable<UsageGrouping> by, UsageGrouping wanted) {
        for (UsageGrouping each : by) {
            if (each == wanted) {
                return true;
            }
        }
        return false;
    }
}
