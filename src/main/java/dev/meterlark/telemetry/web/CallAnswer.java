package dev.meterlark.telemetry.web;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.meterlark.invocation.AsyncCall;
import dev.meterlark.telemetry.Call;
import dev.meterlark.telemetry.StoredLog;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * One call as JSON: what is known of its last attempt, and of the asynchronous call that it is one
 * of.
 *
 * @param alias that chose the version, if one did
 * @param parent the call that made this one, if a call did
 * @param depth how many calls stand before it in its chain
 * @param trigger that made it run, if one did
 * @param async of an asynchronous call, while its end is kept; its status is the call's, and
 *     nothing of an attempt is there before the first
 * @param log only when one call is asked for; empty when nothing was printed or it is gone
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CallAnswer(
        String id,
        @Nullable Integer attempt,
        String function,
        String functionId,
        @Nullable String version,
        @Nullable String alias,
        String source,
        @Nullable String parent,
        int depth,
        @Nullable UUID trigger,
        String status,
        @Nullable Failure error,
        @Nullable Instant startedAt,
        @Nullable Phases phases,
        @Nullable Long billedMs,
        @Nullable Price price,
        @Nullable Boolean coldStart,
        @Nullable Integer memoryMb,
        @Nullable Long peakMemoryMb,
        @Nullable BigDecimal cpuMs,
        @Nullable Long requestBytes,
        @Nullable Long responseBytes,
        @Nullable Long egressBytes,
        @Nullable String log,
        @Nullable Long logTruncatedBytes,
        @Nullable Asynchronous async) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Failure(String code, @Nullable String type, @Nullable String message) {}

    record Phases(BigDecimal queuedMs, BigDecimal startMs, BigDecimal initMs, BigDecimal runMs) {}

    record Price(String amount, String currency, String priceBook) {}

    /**
     * @param attempts that were begun
     * @param nextAttemptAt null when it runs, has ended or waits for another of its ordering key
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Asynchronous(
            String qualifier,
            Instant acceptedAt,
            int attempts,
            @Nullable Instant nextAttemptAt,
            boolean cancelAsked,
            @Nullable Instant endedAt,
            @Nullable String reason,
            @Nullable String message,
            @Nullable Instant resultUntil) {

        static Asynchronous of(AsyncCall call) {
            return new Asynchronous(
                    call.qualifier(),
                    call.acceptedAt(),
                    call.attempts(),
                    call.nextAttemptAt(),
                    call.cancelAsked(),
                    call.endedAt(),
                    call.reason() == null
                            ? null
                            : call.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    call.errorMessage(),
                    call.resultUntil());
        }
    }

    /** Before its first attempt is in the history. */
    static CallAnswer of(AsyncCall call) {
        return new CallAnswer(
                call.id().toString(),
                null,
                call.functionName(),
                call.function().toString(),
                null,
                null,
                call.source(),
                call.lineage().parent() == null ? null : call.lineage().parent().toString(),
                call.lineage().depth(),
                call.trigger(),
                call.status().wireName(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Asynchronous.of(call));
    }

    /** The last attempt of an asynchronous call. */
    CallAnswer with(AsyncCall call) {
        return copied(call.status().wireName(), log, logTruncatedBytes, Asynchronous.of(call));
    }

    CallAnswer with(@Nullable StoredLog found) {
        return copied(
                status,
                found == null ? "" : found.text(),
                found == null ? 0L : found.truncatedBytes(),
                async);
    }

    private CallAnswer copied(
            String newStatus,
            @Nullable String newLog,
            @Nullable Long newTruncated,
            @Nullable Asynchronous newAsync) {
        return new CallAnswer(
                id,
                attempt,
                function,
                functionId,
                version,
                alias,
                source,
                parent,
                depth,
                trigger,
                newStatus,
                error,
                startedAt,
                phases,
                billedMs,
                price,
                coldStart,
                memoryMb,
                peakMemoryMb,
                cpuMs,
                requestBytes,
                responseBytes,
                egressBytes,
                newLog,
                newTruncated,
                newAsync);
    }

    static CallAnswer of(Call call) {
        return new CallAnswer(
                call.id().toString(),
                call.attempt(),
                call.functionName(),
                call.function().toString(),
                call.version(),
                call.alias(),
                call.source(),
                call.lineage().parent() == null ? null : call.lineage().parent().toString(),
                call.lineage().depth(),
                call.trigger(),
                call.status().name().toLowerCase(Locale.ROOT),
                call.error() == null
                        ? null
                        : new Failure(
                                call.error().code(), call.error().type(), call.error().message()),
                call.startedAt(),
                new Phases(
                        millis(call.phases().queuedMicros()),
                        millis(call.phases().startMicros()),
                        millis(call.phases().initMicros()),
                        millis(call.phases().runMicros())),
                call.billedMillis(),
                new Price(
                        call.price().plainAmount(),
                        call.price().currency().getCurrencyCode(),
                        call.priceBook()),
                call.cold(),
                call.memoryMiB(),
                call.peakMemoryMiB(),
                millis(call.cpuMicros()),
                call.requestBytes(),
                call.responseBytes(),
                call.egressBytes(),
                null,
                null,
                null);
    }

    private static BigDecimal millis(long micros) {
        return BigDecimal.valueOf(micros, 3);
    }
}
