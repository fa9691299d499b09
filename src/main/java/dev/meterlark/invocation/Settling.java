package dev.meterlark.invocation;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.RunReport;

import org.springframework.stereotype.Component;

import java.time.Duration;

/** Makes the record of an attempt: what it was, what it took, what it costs. */
@Component
class Settling {

    private final SpendGuard spend;
    private final WorstCase worst;

    Settling(SpendGuard spend, WorstCase worst) {
        this.spend = spend;
        this.worst = worst;
    }

    /**
     * @param elapsed how long the workers had the call, from which waiting is what no phase took
     */
    InvocationRecord record(Attempt attempt, RunReport report, Duration elapsed) {
        Outcome outcome = Outcome.of(report.ending());
        ErrorCode code = outcome.code();
        boolean billable = report.ending().billable();
        int memoryMiB = attempt.function().memoryMiB();
        CallUsage most = worst.of(attempt.function());
        long billedMillis = billedMillis(report, attempt.function().timeout());
        // What was measured beyond, in the moment until something was ended, is ours.
        long cpuMicros = Math.min(report.cpuMicros(), most.cpuMicros());
        long egressBytes = Math.min(report.egressBytes(), most.egressBytes());
        var used = new CallUsage(1, billedMillis * memoryMiB, cpuMicros, egressBytes);
        CallPrice list =
                spend.price(
                        attempt.function().account(),
                        attempt.startedAt(),
                        billable ? used : CallUsage.NOTHING);
        return new InvocationRecord(
                attempt.id(),
                attempt.number(),
                attempt.function().account(),
                attempt.function().function(),
                attempt.function().name(),
                attempt.function().version(),
                attempt.alias(),
                attempt.source(),
                attempt.lineage(),
                attempt.trigger(),
                attempt.startedAt(),
                code == null ? null : code.wireName(),
                outcome.errorType(),
                outcome.message(),
                billable,
                report.cold(),
                micros(waited(report, elapsed)),
                micros(report.start()),
                micros(report.init()),
                micros(report.run()),
                billedMillis,
                memoryMiB,
                cpuMicros,
                report.peakMemoryBytes(),
                attempt.requestBytes(),
                responseBytes(report.ending()),
                egressBytes,
                list.price(),
                list.priceBook(),
                attempt.function().tags());
    }

    /** Init, at most 10 s of it, and run, begun milliseconds counting whole; 0 when free. */
    static long billedMillis(RunReport report, Duration timeout) {
        if (!report.ending().billable()) {
            return 0;
        }
        Duration billed =
                shorter(report.init(), WorstCase.MOST_BILLED_INIT)
                        .plus(shorter(report.run(), timeout.plus(WorstCase.GRACE)));
        return Math.max(1, Math.ceilDiv(billed.toNanos(), 1_000_000L));
    }

    private static Duration waited(RunReport report, Duration elapsed) {
        Duration phases = report.start().plus(report.init()).plus(report.run());
        return elapsed.compareTo(phases) > 0 ? elapsed.minus(phases) : Duration.ZERO;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }

    private static long responseBytes(Ending ending) {
        return switch (ending) {
            case Ending.Succeeded(byte[] payload, String _) -> payload.length;
            case Ending.Streamed(long bytes, String _) -> bytes;
            case Ending.FunctionFailed(String _, String _, byte[] payload) -> payload.length;
            case Ending.InitFailed(String _, String _, byte[] payload) -> payload.length;
            case Ending.TimedOut _,
                    Ending.ResponseTooLarge _,
                    Ending.SandboxLost _,
                    Ending.NotStarted _,
                    Ending.NoneFree _,
                    Ending.GivenUp _ ->
                    0;
        };
    }
}
