package dev.meterlark.metering;

import dev.meterlark.function.snapshot.TagSetId;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What was used, summed exactly. All but the calls is of those that are billed.
 *
 * @param calls attempts, free ones too
 * @param mibMillis memory times billed duration
 * @param initMibMicros the part of it that was for loading
 * @param price the sum of the calls' list prices
 */
public record UsageTotal(
        UsageKey key,
        long calls,
        long billableCalls,
        Failures failures,
        long billedMillis,
        BigDecimal mibMillis,
        BigDecimal cpuMicros,
        BigDecimal egressBytes,
        BigDecimal initMibMicros,
        Money price) {

    /** Attempts that failed, by who was at fault. */
    public record Failures(long caller, long function, long platform) {

        public static final Failures NONE = new Failures(0, 0, 0);

        /**
         * @param fault of all the calls; null when they succeeded
         */
        static Failures of(@Nullable Fault fault, long calls) {
            if (fault == null) {
                return NONE;
            }
            return switch (fault) {
                case CALLER -> new Failures(calls, 0, 0);
                case FUNCTION -> new Failures(0, calls, 0);
                case PLATFORM -> new Failures(0, 0, calls);
            };
        }

        public Failures plus(Failures other) {
            return new Failures(
                    caller + other.caller, function + other.function, platform + other.platform);
        }
    }

    /** Null when not grouped by function. */
    public @Nullable FunctionId function() {
        return key.function();
    }

    /** Null when not grouped by function. */
    public @Nullable String functionName() {
        return key.functionName();
    }

    /** In UTC; null when not grouped by day. */
    public @Nullable LocalDate day() {
        return key.day();
    }

    public @Nullable TagSetId tags() {
        return key.tags();
    }

    public static UsageTotal nothing(UsageKey key, Money nothing) {
        return new UsageTotal(
                key,
                0,
                0,
                Failures.NONE,
                0,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                nothing);
    }

    /** Both together, under the key of this one. */
    public UsageTotal plus(UsageTotal other) {
        return new UsageTotal(
                key,
                calls + other.calls,
                billableCalls + other.billableCalls,
                failures.plus(other.failures),
                billedMillis + other.billedMillis,
                mibMillis.add(other.mibMillis),
                cpuMicros.add(other.cpuMicros),
                egressBytes.add(other.egressBytes),
                initMibMicros.add(other.initMibMicros),
                price.plus(other.price));
    }

    public UsageTotal under(UsageKey other) {
        return new UsageTotal(
                other,
                calls,
                billableCalls,
                failures,
                billedMillis,
                mibMillis,
                cpuMicros,
                egressBytes,
                initMibMicros,
                price);
    }
}
