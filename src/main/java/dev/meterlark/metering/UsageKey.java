package dev.meterlark.metering;

import dev.meterlark.function.snapshot.TagSetId;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;

/**
 * What a part of usage has in common; null for what it was not split by.
 *
 * @param day in UTC
 * @param hour in which it begins
 * @param alias null also where the caller named the version itself
 * @param trigger null also where none made it run
 * @param fault null also where it succeeded
 * @param tags null also where the function had none
 */
public record UsageKey(
        @Nullable FunctionId function,
        @Nullable String functionName,
        @Nullable LocalDate day,
        @Nullable Instant hour,
        @Nullable String version,
        @Nullable String alias,
        @Nullable String source,
        @Nullable UUID trigger,
        @Nullable Fault fault,
        @Nullable Boolean cold,
        @Nullable TagSetId tags,
        @Nullable String priceBook) {

    /** Of a function, not split any further. */
    public static UsageKey of(@Nullable FunctionId function, @Nullable String functionName) {
        return new UsageKey(
                function, functionName, null, null, null, null, null, null, null, null, null, null);
    }

    /** What of it a split by these leaves; functions without their names, which may change. */
    UsageKey of(Set<UsageGrouping> by) {
        boolean triggered = by.contains(UsageGrouping.TRIGGER);
        return new UsageKey(
                by.contains(UsageGrouping.FUNCTION) ? function : null,
                null,
                by.contains(UsageGrouping.DAY) ? day : null,
                by.contains(UsageGrouping.HOUR) ? hour : null,
                by.contains(UsageGrouping.VERSION) ? version : null,
                by.contains(UsageGrouping.ALIAS) ? alias : null,
                triggered || by.contains(UsageGrouping.SOURCE) ? source : null,
                triggered ? trigger : null,
                by.contains(UsageGrouping.OUTCOME) ? fault : null,
                by.contains(UsageGrouping.COLD) ? cold : null,
                by.contains(UsageGrouping.TAGS) ? tags : null,
                by.contains(UsageGrouping.PRICE_BOOK) ? priceBook : null);
    }

    UsageKey named(@Nullable String name) {
        return new UsageKey(
                function, name, day, hour, version, alias, source, trigger, fault, cold, tags,
                priceBook);
    }

    /** Of everything. */
    public static final UsageKey ALL =
            new UsageKey(null, null, null, null, null, null, null, null, null, null, null, null);
}
