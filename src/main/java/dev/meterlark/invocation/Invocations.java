package dev.meterlark.invocation;

import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.RunReport;
import dev.meterlark.worker.RunRequest;
import dev.meterlark.worker.SandboxExit;
import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.Workers;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Where every call comes in, from whatever side. */
@Component
public class Invocations {

    private static final Logger LOG = LoggerFactory.getLogger(Invocations.class);
    private static final byte[] NOTHING = {};

    private final Admission admission;
    private final SandboxSpecs specs;
    private final Workers workers;
    private final Settling settling;
    private final RecordJournal journal;
    private final CallMetrics metrics;
    private final InstantSource clock;
    private final List<LogSink> logs;

    private record Ran(RunReport report, Duration elapsed) {}

    Invocations(
            Admission admission,
            SandboxSpecs specs,
            Workers workers,
            Settling settling,
            RecordJournal journal,
            CallMetrics metrics,
            InstantSource clock,
            ObjectProvider<LogSink> logs) {
        this.admission = admission;
        this.specs = specs;
        this.workers = workers;
        this.settling = settling;
        this.journal = journal;
        this.metrics = metrics;
        this.clock = clock;
        this.logs = logs.orderedStream().toList();
    }

    /**
     * Runs one call to its end. Blocks the calling thread, which should be virtual. The record is
     * durable when this returns.
     *
     * @throws RefusedException when the call was not begun, or its record could not be kept
     */
    public Answer invoke(AccountId account, FunctionRef wanted, Event event) {
        Instant arrival = clock.instant();
        try {
            FunctionSnapshot function = admission.function(account, wanted);
            byte[] payload = admission.payload(event);
            try (RunningCalls.Permit permit = admission.enter(function)) {
                Attempt attempt =
                        new Attempt(
                                InvocationId.at(arrival),
                                1,
                                function,
                                event.source(),
                                arrival,
                                event.payload().length);
                Ran ran = run(attempt, event, payload);
                permit.runEnded();
                return settle(attempt, ran);
            }
        } catch (RefusedException e) {
            metrics.refused(e.code());
            throw e;
        }
    }

    private Ran run(Attempt attempt, Event event, byte[] payload) {
        long begin = System.nanoTime();
        RunReport report = report(attempt, event, payload);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
        String reason = Outcome.platformReason(report.ending());
        if (reason != null) {
            LOG.warn("call {} of {}: {}", attempt.id(), attempt.function().function(), reason);
        }
        return new Ran(report, elapsed);
    }

    private RunReport report(Attempt attempt, Event event, byte[] payload) {
        SandboxSpec spec;
        try {
            spec = specs.of(attempt.function());
        } catch (RuntimeException e) {
            LOG.error("call {}: the environment could not be opened", attempt.id(), e);
            return nothingRan(new Ending.NotStarted("the environment could not be opened"));
        }
        RunRequest request =
                new RunRequest(
                        attempt.id(),
                        payload,
                        event.contentType(),
                        event.trace().traceId(attempt.id(), attempt.startedAt()),
                        event.clientContext());
        try {
            return workers.run(spec, request);
        } catch (RuntimeException e) {
            LOG.error("call {}: the worker failed", attempt.id(), e);
            return nothingRan(
                    new Ending.SandboxLost(new SandboxExit.EndedByPlatform("the worker failed")));
        }
    }

    /** The permit is still held for the node, so that records under way are bounded too. */
    private Answer settle(Attempt attempt, Ran ran) {
        RunReport report = ran.report();
        InvocationRecord record = kept(attempt, ran);
        hand(attempt, report);
        metrics.ended(report.ending().errorCode(), report.cold(), ran.elapsed());
        return Outcome.answer(record, report.ending());
    }

    /** Whatever cannot be recorded is free, and its caller is told that it failed. */
    private InvocationRecord kept(Attempt attempt, Ran ran) {
        try {
            InvocationRecord record = settling.record(attempt, ran.report(), ran.elapsed());
            journal.append(record);
            return record;
        } catch (IOException | RuntimeException e) {
            metrics.unrecorded();
            throw new RefusedException(
                    ErrorCode.RECORD_NOT_KEPT,
                    ("the platform could not keep a record of call %s, so it is not billed and its"
                                    + " answer is withheld; the function may have run")
                            .formatted(attempt.id()),
                    "call " + attempt.id() + " has no record",
                    e);
        }
    }

    private void hand(Attempt attempt, RunReport report) {
        if (logs.isEmpty()) {
            return;
        }
        CallLog log =
                new CallLog(
                        attempt.id(),
                        attempt.number(),
                        attempt.function().account(),
                        attempt.function().function(),
                        clock.instant(),
                        report.log(),
                        report.truncatedLogBytes());
        for (LogSink sink : logs) {
            try {
                sink.accept(log);
            } catch (RuntimeException e) {
                metrics.logLost();
                LOG.warn("the log of call {} was not taken", attempt.id(), e);
            }
        }
    }

    private static RunReport nothingRan(Ending ending) {
        return new RunReport(
                ending, Duration.ZERO, Duration.ZERO, Duration.ZERO, false, 0, 0, NOTHING, 0, null);
    }
}
