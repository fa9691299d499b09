package dev.meterlark.metering;

import dev.meterlark.function.snapshot.TagSetId;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
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

    /** Of everything. */
    public static final UsageKey ALL =
            new UsageKey(null, null, null, null, null, null, null, null, null, null, null, null);
}
