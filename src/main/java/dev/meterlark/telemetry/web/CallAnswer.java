package dev.meterlark.telemetry.web;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.meterlark.telemetry.Call;
import dev.meterlark.telemetry.StoredLog;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;

/**
 * One attempt as JSON.
 *
 * @param alias that chose the version, if one did
 * @param parent the call that made this one, if a call did
 * @param depth how many calls stand before it in its chain
 * @param log only when one call is asked for; empty when nothing was printed or it is gone
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CallAnswer(
        String id,
        int attempt,
        String function,
        String functionId,
        String version,
        @Nullable String alias,
        String source,
        @Nullable String parent,
        int depth,
        String status,
        @Nullable Failure error,
        Instant startedAt,
        Phases phases,
        long billedMs,
        Price price,
        boolean coldStart,
        int memoryMb,
        long peakMemoryMb,
        BigDecimal cpuMs,
        long requestBytes,
        long responseBytes,
        long egressBytes,
        @Nullable String log,
        @Nullable Long logTruncatedBytes) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Failure(String code, @Nullable String type, @Nullable String message) {}

    record Phases(BigDecimal queuedMs, BigDecimal startMs, BigDecimal initMs, BigDecimal runMs) {}

    record Price(String amount, String currency, String priceBook) {}

    CallAnswer with(@Nullable StoredLog found) {
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
                status,
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
                found == null ? "" : found.text(),
                found == null ? 0L : found.truncatedBytes());
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
                null);
    }

    private static BigDecimal millis(long micros) {
        return BigDecimal.valueOf(micros, 3);
    }
}
