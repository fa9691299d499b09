package dev.meterlark.console.calls;

import dev.meterlark.console.FunctionText;
import dev.meterlark.console.Show;
import dev.meterlark.invocation.Answer;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.telemetry.Call;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * One call as a page shows it, without its log. Error type and message came from the function:
 * bounded here, escaped by the page.
 *
 * @param fault what went wrong; null when it succeeded
 */
public record CallView(
        String id,
        String function,
        Instant startedAt,
        Outcome outcome,
        @Nullable String fault,
        @Nullable String errorType,
        @Nullable String errorMessage,
        String duration,
        String billed,
        String price,
        String priceBook,
        boolean cold,
        List<PhaseBar> phases,
        String source,
        String version,
        String memory,
        String cpu,
        String bytes) {

    public static CallView of(Call call) {
        Call.Failure error = call.error();
        Call.Phases p = call.phases();
        return new CallView(
                call.id().toString(),
                call.functionName(),
                call.startedAt(),
                Outcome.of(error == null ? null : error.code()),
                error == null ? null : fault(error.code()),
                FunctionText.plainOrNull(error == null ? null : error.type()),
                FunctionText.plainOrNull(error == null ? null : error.message()),
                Show.micros(p.initMicros() + p.runMicros()),
                Show.millis(call.billedMillis()),
                Show.price(call.price()),
                call.priceBook(),
                call.cold(),
                PhaseBar.of(p.queuedMicros(), p.startMicros(), p.initMicros(), p.runMicros()),
                call.source(),
                call.version(),
                memory(call.peakMemoryBytes(), call.memoryMiB()),
                Show.micros(call.cpuMicros()),
                bytes(call.requestBytes(), call.responseBytes(), call.egressBytes()));
    }

    public static CallView of(Answer answer) {
        InvocationRecord r = answer.record();
        return new CallView(
                r.invocation().toString(),
                r.functionName(),
                r.startedAt(),
                Outcome.of(r.errorCode()),
                r.errorCode() == null ? null : fault(r.errorCode()),
                FunctionText.plainOrNull(r.errorType()),
                FunctionText.plainOrNull(r.errorMessage()),
                Show.micros(r.initMicros() + r.runMicros()),
                Show.millis(r.billedMillis()),
                Show.price(r.price()),
                r.priceBook(),
                r.cold(),
                PhaseBar.of(r.queuedMicros(), r.startMicros(), r.initMicros(), r.runMicros()),
                r.source(),
                r.version(),
                memory(r.peakMemoryBytes(), r.memoryMiB()),
                Show.micros(r.cpuMicros()),
                bytes(r.requestBytes(), r.responseBytes(), r.egressBytes()));
    }

    private static String fault(String code) {
        return ErrorCode.fromWireName(code).map(ErrorCode::title).orElse(code);
    }

    private static String memory(long peakBytes, int memoryMiB) {
        return "%s of %d MiB".formatted(Show.bytes(peakBytes), memoryMiB);
    }

    private static String bytes(long in, long out, long egress) {
        String eventAndAnswer = "%s in, %s out".formatted(Show.bytes(in), Show.bytes(out));
        return egress == 0
                ? eventAndAnswer
                : "%s, %s sent elsewhere".formatted(eventAndAnswer, Show.bytes(egress));
    }
}
