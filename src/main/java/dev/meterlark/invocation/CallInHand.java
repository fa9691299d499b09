package dev.meterlark.invocation;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.RunReport;
import dev.meterlark.worker.SandboxExit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/**
 * One call from its admission to its answer. Each step runs on the thread that brings the one
 * before to its end: the workers', then the journal's. None of them may block.
 */
final class CallInHand {

    private static final Logger LOG = LoggerFactory.getLogger(CallInHand.class);
    private static final byte[] NOTHING = {};

    private final Attempt attempt;
    private final Event event;
    private final RunningCalls.Permit permit;
    private final Afterwards afterwards;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final long begun = System.nanoTime();
    private volatile Reservation reservation = Reservation.NONE;
    private volatile @Nullable CompletableFuture<RunReport> workers;
    private volatile @Nullable GivenUp givenUp;

    /** What all calls have in common. */
    record Afterwards(
            Settling settling,
            RecordJournal journal,
            CallMetrics metrics,
            Logs logs,
            Contents contents,
            Spans spans) {}

    CallInHand(Attempt attempt, Event event, RunningCalls.Permit permit, Afterwards afterwards) {
        this.attempt = attempt;
        this.event = event;
        this.permit = permit;
        this.afterwards = afterwards;
    }

    CompletableFuture<Answer> answer() {
        return answer;
    }

    /** What it may cost is set aside; from here on each of its ends settles or releases that. */
    void reserved(Reservation of) {
        reservation = of;
    }

    /** It is not begun. */
    void refused(RefusedException refusal) {
        afterwards.metrics.refused(refusal.code());
        permit.close();
        answer.completeExceptionally(refusal);
    }

    /** The workers have it from now on. */
    void runs(CompletableFuture<RunReport> with) {
        workers = with;
        if (givenUp != null) {
            with.cancel(false);
        }
        with.whenComplete(this::ran);
    }

    /** Nobody wants its answer any more: a sandbox that has it ends. The first reason holds. */
    void giveUp(GivenUp why) {
        givenUp = givenUp == null ? why : givenUp;
        CompletableFuture<RunReport> with = workers;
        if (with != null) {
            with.cancel(false);
        }
    }

    void failed(Ending ending) {
        ran(nothingRan(ending));
    }

    /** The workers are done with it; whatever they threw is the platform's fault. */
    void ran(@Nullable RunReport report, @Nullable Throwable failure) {
        if (report != null) {
            ran(report);
            return;
        }
        if (failure instanceof CancellationException) {
            failed(new Ending.GivenUp(false));
            return;
        }
        LOG.error("call {}: the worker failed", attempt.id(), failure);
        failed(new Ending.SandboxLost(new SandboxExit.EndedByPlatform("the worker failed")));
    }

    private void ran(RunReport of) {
        RunReport report = givenUp == GivenUp.LET_GO ? ours(of) : of;
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
        String reason = Outcome.platformReason(report.ending());
        if (reason != null) {
            LOG.warn("call {} of {}: {}", attempt.id(), attempt.function().function(), reason);
        }
        permit.runEnded();
        try {
            InvocationRecord record = afterwards.settling.record(attempt, report, elapsed);
            reservation.settle(record);
            afterwards
                    .journal
                    .append(record)
                    .whenComplete((_, failure) -> recorded(record, report, elapsed, failure));
        } catch (RuntimeException e) {
            recordLost(e);
        }
    }

    /** The permit is held for the node until here, so that records under way are bounded too. */
    private void recorded(
            InvocationRecord record,
            RunReport report,
            Duration elapsed,
            @Nullable Throwable failure) {
        if (failure != null) {
            recordLost(failure);
            return;
        }
        afterwards.logs.hand(attempt, report);
        afterwards.contents.hand(record, event, report);
        afterwards.spans.ended(event.trace(), record);
        afterwards.metrics.ended(report.ending().errorCode(), report.cold(), elapsed);
        permit.close();
        answer.complete(Outcome.answer(record, report.ending()));
    }

    /** Whatever cannot be recorded is free, and its caller is told that it failed. */
    private void recordLost(Throwable why) {
        afterwards.metrics.unrecorded();
        afterwards.metrics.refused(ErrorCode.RECORD_NOT_KEPT);
        reservation.release(); // unless it was settled: then the record may be on the disk yet
        permit.close();
        answer.completeExceptionally(
                new RefusedException(
                        ErrorCode.RECORD_NOT_KEPT,
                        ("the platform could not keep a record of call %s, so it is not billed and"
                                        + " its answer is withheld; the function may have run")
                                .formatted(attempt.id()),
                        "call " + attempt.id() + " has no record",
                        why));
    }

    /** What the platform let go ended by its doing. */
    private static RunReport ours(RunReport report) {
        return report.ending() instanceof Ending.GivenUp
                ? report.ended(
                        new Ending.SandboxLost(new SandboxExit.EndedByPlatform("it was let go")))
                : report;
    }

    private static RunReport nothingRan(Ending ending) {
        return new RunReport(
                ending, Duration.ZERO, Duration.ZERO, Duration.ZERO, false, 0, 0, NOTHING, 0, null);
    }
}
