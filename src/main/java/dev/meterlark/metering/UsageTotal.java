package dev.meterlark.metering;

import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What was used, summed exactly.
 *
 * @param function null when not grouped by function
 * @param functionName null when not grouped by function
 * @param day in UTC; null when not grouped by day
 * @param calls attempts, free ones too
 * @param mibMillis memory times billed duration
 * @param price the sum of the calls' list prices
 */
public record UsageTotal(
        @Nullable FunctionId function,
        @Nullable String functionName,
        @Nullable LocalDate day,
        long calls,
        long billableCalls,
        Failures failures,
        long billedMillis,
        BigDecimal mibMillis,
        Money price) {

    /** Attempts that failed, by who was at fault. */
    public record Failures(long caller, long function, long platform) {

        public static final Failures NONE = new Failures(0, 0, 0);

        public Failures plus(Failures other) {
            return new Failures(
                    caller + other.caller, function + other.function, platform + other.platform);
        }
    }
}
