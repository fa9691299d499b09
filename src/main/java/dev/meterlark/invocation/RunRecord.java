package dev.meterlark.invocation;

import dev.meterlark.function.snapshot.PipelineSnapshot;
import dev.meterlark.shared.Money;

import java.time.Duration;

/** The record of a run itself: free and without a sandbox, but with an id that its stages name. */
final class RunRecord {

    private RunRecord() {}

    /**
     * @param list what nothing costs, with the price book that says so
     */
    static InvocationRecord of(
            Arrived call, PipelineSnapshot pipeline, RunEnd end, Duration elapsed, CallPrice list) {
        RunEnd.Failed failed = end instanceof RunEnd.Failed f ? f : null;
        long answered = end instanceof RunEnd.Answered a ? a.payload().length : 0;
        return new InvocationRecord(
                call.id(),
                call.attempt(),
                call.account(),
                pipeline.pipeline(),
                pipeline.name(),
                pipeline.version(),
                null,
                call.event().source(),
                call.event().lineage(),
                call.event().trigger(),
                call.at(),
                failed == null ? null : failed.code().wireName(),
                failed == null ? null : failed.errorType(),
                failed == null ? null : failed.message(),
                false,
                false,
                0,
                0,
                0,
                elapsed.toNanos() / 1000,
                0,
                0,
                0,
                0,
                call.event().payload().length,
                answered,
                0,
                Money.zero(list.price().currency()),
                list.priceBook(),
                null);
    }
}
