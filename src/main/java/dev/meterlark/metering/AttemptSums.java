package dev.meterlark.metering;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The columns that usage has wherever it is summed up. */
final class AttemptSums {

    /** What an hour, or a part of one, was split by. */
    static final List<String> KEYS =
            List.of(
                    "function_id",
                    "hour_at",
                    "usage_day",
                    "version",
                    "alias",
                    "source",
                    "trigger_id",
                    "fault",
                    "cold",
                    "tag_set",
                    "price_book",
                    "currency");

    /** What is summed, by the expression for one attempt as {@code u}. */
    static final Map<String, String> SUMS = sums();

    private AttemptSums() {}

    private static Map<String, String> sums() {
        Map<String, String> sums = new LinkedHashMap<>();
        sums.put("calls", "1");
        sums.put("billable_calls", "case when u.billable then 1 else 0 end");
        sums.put("billed_millis", "u.billed_millis");
        sums.put("mib_millis", "cast(u.billed_millis as numeric(30)) * u.memory_mib");
        sums.put("cpu_micros", "case when u.billable then u.cpu_micros else 0 end");
        sums.put("egress_bytes", "case when u.billable then u.egress_bytes else 0 end");
        sums.put(
                "init_mib_micros",
                "case when u.billable then cast(least(u.init_micros, 10000000) as numeric(30))"
                        + " * u.memory_mib else 0 end");
        sums.put("price", "u.price");
        return sums;
    }

    /**
     * Keys and sums, as they stand in a table of sums.
     *
     * @param hour what stands for the hour
     */
    static String summed(String hour) {
        List<String> columns = new ArrayList<>();
        KEYS.forEach(key -> columns.add(key.equals("hour_at") ? hour : key));
        columns.addAll(SUMS.keySet());
        return String.join(", ", columns);
    }

    /** Of single attempts as {@code u}, the same columns that roll-ups have. */
    static String ofAttempts(String hour) {
        List<String> columns = new ArrayList<>();
        KEYS.forEach(key -> columns.add(key.equals("hour_at") ? hour : "u." + key));
        SUMS.forEach((name, expression) -> columns.add(expression + " as " + name));
        return String.join(", ", columns);
    }
}
