package dev.meterlark.telemetry;

import dev.meterlark.invocation.Lineage;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * One attempt as the history shows it. Error type and message came from the function: they are
 * bounded, and not escaped.
 *
 * @param alias that chose the version; null when the caller named the version itself
 * @param trigger that made it run; null when none did
 * @param error null when it succeeded
 * @param billedMillis 0 when it was free
 * @param price list price
 * @param egressBytes sent beyond the sandbox, the answer not counted
 */
public record Call(
        InvocationId id,
        int attempt,
        FunctionId function,
        String functionName,
        String version,
        @Nullable String alias,
        String source,
        Lineage lineage,
        @Nullable UUID trigger,
        Instant startedAt,
        @Nullable Failure error,
        Phases phases,
        long billedMillis,
        Money price,
        String priceBook,
        boolean cold,
        int memoryMiB,
        long peakMemoryBytes,
        long cpuMicros,
        long requestBytes,
        long responseBytes,
        long egressBytes) {

    /**
     * @param code wire name of an error code
     * @param type the function's own
     */
    public record Failure(String code, @Nullable String type, @Nullable String message) {}

    public record Phases(long queuedMicros, long startMicros, long initMicros, long runMicros) {}

    public CallStatus status() {
        return error == null ? CallStatus.SUCCEEDED : CallStatus.FAILED;
    }

    /** Peak memory in MiB, rounded up. */
    public long peakMemoryMiB() {
        return Math.ceilDiv(peakMemoryBytes, 1L << 20);
    }
}
