package dev.meterlark.console.calls;

import dev.meterlark.console.Show;
import dev.meterlark.telemetry.Call;

import java.time.Instant;

/** A call as a row of a table. */
public record CallRow(
        String id,
        String function,
        Instant startedAt,
        Outcome outcome,
        String duration,
        String billed,
        String price,
        boolean cold,
        String source) {

    public static CallRow of(Call call) {
        Call.Phases phases = call.phases();
        return new CallRow(
                call.id().toString(),
                call.functionName(),
                call.startedAt(),
                Outcome.of(call.error() == null ? null : call.error().code()),
                Show.micros(phases.initMicros() + phases.runMicros()),
                Show.millis(call.billedMillis()),
                Show.price(call.price()),
                call.cold(),
                call.source());
    }
}
