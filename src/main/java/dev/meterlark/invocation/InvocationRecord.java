package dev.meterlark.invocation;

import dev.meterlark.function.snapshot.TagSetId;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * What one attempt was and consumed: the fact that goes to the journal before its caller has the
 * answer, and from there into the ledger and the history. (invocation, attempt) is its key; a
 * replay changes nothing.
 *
 * @param attempt 1 for the first run
 * @param alias that chose the version; null when the caller named the version itself
 * @param source what made it run: {@code rest}, {@code console}, {@code http}, later trigger types
 * @param lineage which call made this one
 * @param trigger that made it run; null when none did
 * @param startedAt wall clock at arrival
 * @param errorCode wire name of an {@link dev.meterlark.shared.ErrorCode}; null when it succeeded
 * @param errorType the function's own error type, bounded
 * @param errorMessage for people, bounded
 * @param billable whether the account pays
 * @param queuedMicros waiting for a sandbox to become free
 * @param startMicros making a sandbox, zero when warm
 * @param initMicros loading the function, zero when warm
 * @param runMicros from event to ending
 * @param billedMillis init (at most 10 s) + run, rounded up; 0 when not billable
 * @param egressBytes sent beyond the sandbox, answers not counted
 * @param price list price at the first paid step; zero when not billable
 * @param tags of the function when the call began; null when it had none
 */
public record InvocationRecord(
        InvocationId invocation,
        int attempt,
        AccountId account,
        FunctionId function,
        String functionName,
        String version,
        @Nullable String alias,
        String source,
        Lineage lineage,
        @Nullable UUID trigger,
        Instant startedAt,
        @Nullable String errorCode,
        @Nullable String errorType,
        @Nullable String errorMessage,
        boolean billable,
        boolean cold,
        long queuedMicros,
        long startMicros,
        long initMicros,
        long runMicros,
        long billedMillis,
        int memoryMiB,
        long cpuMicros,
        long peakMemoryBytes,
        long requestBytes,
        long responseBytes,
        long egressBytes,
        Money price,
        String priceBook,
        @Nullable TagSetId tags) {}
