package dev.meterlark.invocation;

import dev.meterlark.function.snapshot.PipelineSnapshot;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Calls of pipelines: admits them, has them run, and keeps a record of each run, which is free
 * because its stages are billed by themselves. A run is no call of a sandbox, so that it counts
 * against bounds of its own and never keeps its own stages out.
 */
@Component
class ComposedCalls {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final ObjectProvider<Composer> composers;
    private final Admission admission;
    private final SpendGuard spend;
    private final RecordJournal journal;
    private final Contents contents;
    private final Spans spans;
    private final RunningCalls runs;
    private final int maxRunsOfAccount;
    private final MeterRegistry metrics;

    ComposedCalls(
            ObjectProvider<Composer> composers,
            Admission admission,
            SpendGuard spend,
            RecordJournal journal,
            Contents contents,
            Spans spans,
            InvocationProperties properties,
            MeterRegistry metrics) {
        this.composers = composers;
        this.admission = admission;
        this.spend = spend;
        this.journal = journal;
        this.contents = contents;
        this.spans = spans;
        this.runs = new RunningCalls(properties.maxRuns());
        this.maxRunsOfAccount = properties.maxRunsOfAccount();
        this.metrics = metrics;
        Gauge.builder("meterlark.pipelines.running", runs, RunningCalls::inFlight)
                .description("runs of pipelines this node works on")
                .register(metrics);
    }

    /** Whether the name stands for something composed in the call's account. */
    boolean isOne(Arrived call) {
        Composer composer = composers.getIfAvailable();
        return composer != null && composer.knows(call.account(), call.wanted().name());
    }

    /**
     * Begins a run. Never blocks.
     *
     * @throws RefusedException when it was not begun
     */
    CompletableFuture<Answer> begin(Arrived call, RunWatcher watcher) {
        Composer composer = composers.getObject();
        PipelineSnapshot pipeline =
                composer.find(call.account(), call.wanted())
                        .orElseThrow(() -> Admission.notFound(call.wanted()));
        byte[] payload = admission.payload(call.event());
        admission.chain(call.wanted(), call.event().lineage());
        admission.journal();
        RunningCalls.Permit permit = enter(pipeline);
        long begun = System.nanoTime();
        var order =
                new RunOrder(
                        call.id(),
                        call.event().with(payload),
                        spans.of(call.event().trace(), call.id(), call.attempt()),
                        watcher);
        return composer.run(pipeline, order)
                .thenCompose(end -> recorded(call, pipeline, end, begun))
                .whenComplete((_, _) -> permit.close());
    }

    private RunningCalls.Permit enter(PipelineSnapshot pipeline) {
        return switch (runs.enter(pipeline.account(), maxRunsOfAccount, pipeline.pipeline(), 0)) {
            case RunningCalls.Decision.Granted(var permit) -> permit;
            case RunningCalls.Decision.FunctionFull(int limit) ->
                    throw new IllegalStateException("a pipeline with a limit of " + limit);
            case RunningCalls.Decision.AccountFull(int limit) ->
                    throw new RefusedException(
                            ErrorCode.THROTTLED,
                            "%d pipelines of the account are running on this node, as many as may; try again when one has ended"
                                    .formatted(limit),
                            SOON);
            case RunningCalls.Decision.NodeFull() ->
                    throw new RefusedException(
                            ErrorCode.PLATFORM_BUSY,
                            "this node runs as many pipelines as it may; try again",
                            SOON);
        };
    }

    private CompletableFuture<Answer> recorded(
            Arrived call, PipelineSnapshot pipeline, RunEnd end, long begun) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
        InvocationRecord record = RunRecord.of(call, pipeline, end, elapsed, free(call));
        timer(code(end)).record(elapsed);
        return journal.append(record)
                .handle(
                        (_, failure) -> {
                            if (failure != null) {
                                throw unrecorded(call, failure);
                            }
                            hand(record, call.event(), end);
                            spans.ended(call.event().trace(), record);
                            return answer(record, end);
                        });
    }

    private void hand(InvocationRecord record, Event event, RunEnd end) {
        switch (end) {
            case RunEnd.Answered(byte[] payload, String contentType) ->
                    contents.hand(record, event, payload, contentType);
            case RunEnd.Failed _ -> contents.hand(record, event, null, null);
        }
    }

    private CallPrice free(Arrived call) {
        return spend.price(call.account(), call.at(), CallUsage.NOTHING);
    }

    private static Answer answer(InvocationRecord record, RunEnd end) {
        return switch (end) {
            case RunEnd.Answered(byte[] payload, String contentType) ->
                    new Answer.Succeeded(record, payload, contentType);
            case RunEnd.Failed(ErrorCode code, var errorType, String message, var _) ->
                    new Answer.Failed(record, code, errorType, message, new byte[0]);
        };
    }

    private static @Nullable ErrorCode code(RunEnd end) {
        return switch (end) {
            case RunEnd.Answered _ -> null;
            case RunEnd.Failed failed -> failed.code();
        };
    }

    private static RefusedException unrecorded(Arrived call, Throwable why) {
        return new RefusedException(
                ErrorCode.RECORD_NOT_KEPT,
                "the platform could not keep a record of run %s, so its answer is withheld; its stages ran"
                        .formatted(call.id()),
                "run " + call.id() + " has no record",
                why);
    }

    private Timer timer(@Nullable ErrorCode code) {
        return Timer.builder("meterlark.pipelines")
                .description("runs of pipelines, from arrival to answer")
                .tag("code", code == null ? "none" : code.wireName())
                .register(metrics);
    }
}
