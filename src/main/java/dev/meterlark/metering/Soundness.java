package dev.meterlark.metering;

import dev.meterlark.invocation.InvocationRecord;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a record must be before it may count for money. */
final class Soundness {

    /** As the column holds; the database would round the rest away in silence. */
    static final int PRICE_DECIMALS = 24;

    private Soundness() {}

    /** What is wrong with a record, with the value; null when nothing is. */
    static @Nullable String flaw(InvocationRecord row) {
        if (row.attempt() < 1) {
            return "attempt must be at least 1, was: " + row.attempt();
        }
        for (var amount : amounts(row).entrySet()) {
            if (amount.getValue() < 0) {
                return "%s must not be negative, was: %d"
                        .formatted(amount.getKey(), amount.getValue());
            }
        }
        return flawOfPrice(row);
    }

    private static @Nullable String flawOfPrice(InvocationRecord row) {
        BigDecimal price = row.price().amount();
        if (price.signum() < 0) {
            return "price must not be negative, was: " + row.price();
        }
        if (price.stripTrailingZeros().scale() > PRICE_DECIMALS) {
            return "price must have at most %d decimals, was: %s"
                    .formatted(PRICE_DECIMALS, row.price());
        }
        if (!row.billable() && (price.signum() != 0 || row.billedMillis() != 0)) {
            return "a free attempt must cost nothing, was: %d ms, %s"
                    .formatted(row.billedMillis(), row.price());
        }
        if (row.billable() && row.billedMillis() < 1) {
            return "a billable attempt must have at least 1 ms, was: " + row.billedMillis();
        }
        return null;
    }

    private static Map<String, Long> amounts(InvocationRecord row) {
        Map<String, Long> amounts = LinkedHashMap.newLinkedHashMap(11);
        amounts.put("queued micros", row.queuedMicros());
        amounts.put("start micros", row.startMicros());
        amounts.put("init micros", row.initMicros());
        amounts.put("run micros", row.runMicros());
        amounts.put("billed millis", row.billedMillis());
        amounts.put("memory MiB", (long) row.memoryMiB());
        amounts.put("CPU micros", row.cpuMicros());
        amounts.put("peak memory bytes", row.peakMemoryBytes());
        amounts.put("request bytes", row.requestBytes());
        amounts.put("response bytes", row.responseBytes());
        amounts.put("egress bytes", row.egressBytes());
        return amounts;
    }
}
