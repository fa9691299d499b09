package dev.meterlark.invocation;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.worker.AnswerStream;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.RunRequest;
import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.Workers;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** Where every call comes in, from whatever side. */
@Component
public class Invocations {

    private static final Logger LOG = LoggerFactory.getLogger(Invocations.class);

    private final Admission admission;
    private final SandboxSpecs specs;
    private final Workers workers;
    private final SpendGuard spend;
    private final WorstCase worst;
    private final ComposedCalls composed;
    private final CallInHand.Afterwards afterwards;
    private final CallMetrics metrics;
    private final Spans spans;
    private final InstantSource clock;
    private final Map<InvocationId, CallInHand> inHand = new ConcurrentHashMap<>();

    Invocations(
            Admission admission,
            SandboxSpecs specs,
            Workers workers,
            SpendGuard spend,
            WorstCase worst,
            ComposedCalls composed,
            Settling settling,
            RecordJournal journal,
            CallMetrics metrics,
            Logs logs,
            Contents contents,
            Spans spans,
            InstantSource clock) {
        this.admission = admission;
        this.specs = specs;
        this.workers = workers;
        this.spend = spend;
        this.worst = worst;
        this.composed = composed;
        this.afterwards =
                new CallInHand.Afterwards(settling, journal, metrics, logs, contents, spans);
        this.spans = spans;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Runs one call to its end. Blocks the calling thread, which should be virtual, and is not cut
     * short by an interrupt. The record is durable when this returns. A streamed answer is
     * collected.
     *
     * @throws RefusedException when the call was not begun, or its record could not be kept
     */
    public Answer invoke(AccountId account, FunctionRef wanted, Event event) {
        try {
            return begin(account, wanted, event, AnswerStream.NONE).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RefusedException refusal) {
                throw refusal;
            }
            throw e;
        }
    }

    /**
     * Begins one call. Never blocks. The record is durable when the promise is kept, which may be
     * on any thread: whoever continues there must not block. The promise fails with a {@link
     * RefusedException} when the call was not begun, or its record could not be kept; cancelling it
     * changes nothing.
     *
     * @param stream where a streamed answer goes, but for its end, which is the promise's
     */
    public CompletableFuture<Answer> begin(
            AccountId account, FunctionRef wanted, Event event, AnswerStream stream) {
        return begin(account, wanted, event, stream, RunWatcher.NONE);
    }

    /**
     * The same for whoever wants to know what a pipeline's run is made of, when it is one.
     *
     * @param watcher told of each call that the run makes
     */
    public CompletableFuture<Answer> begin(
            AccountId account,
            FunctionRef wanted,
            Event event,
            AnswerStream stream,
            RunWatcher watcher) {
        Instant arrival = clock.instant();
        return begin(
                new Arrived(InvocationId.at(arrival), 1, arrival, account, wanted, event),
                stream,
                watcher);
    }

    /**
     * The same for whoever has to know the call's id before.
     *
     * @param id made at its arrival
     */
    public CompletableFuture<Answer> begin(
            InvocationId id,
            Instant arrival,
            AccountId account,
            FunctionRef wanted,
            Event event,
            AnswerStream stream) {
        return begin(new Arrived(id, 1, arrival, account, wanted, event), stream, RunWatcher.NONE);
    }

    /**
     * Where the first attempt of a call stands in its trace.
     *
     * @param said by the caller
     */
    public SpanContext span(TraceContext said, InvocationId id) {
        return spans.of(said, id, 1);
    }

    /**
     * Returns where a call would find something to run.
     *
     * @throws RefusedException as that call would fail with
     */
    public void requireCallable(AccountId account, FunctionRef wanted) {
        Instant now = clock.instant();
        Event event = Event.json(new byte[0], "dry-run");
        var arrived = new Arrived(InvocationId.at(now), 1, now, account, wanted, event);
        if (!composed.isOne(arrived)) {
            admission.resolve(account, wanted);
        }
    }

    /** What the name stands for, function or pipeline, is known from here on. */
    CompletableFuture<Answer> begin(Arrived arrived, AnswerStream stream, RunWatcher watcher) {
        try {
            return composed.isOne(arrived)
                    ? composed.begin(arrived, watcher)
                    : beginFunction(arrived, stream);
        } catch (RefusedException e) {
            metrics.refused(e.code());
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Answer> beginFunction(Arrived arrived, AnswerStream stream) {
        Event event = arrived.event();
        Resolved resolved = admission.resolve(arrived.account(), arrived.wanted());
        byte[] payload = admission.payload(event);
        admission.chain(arrived.wanted(), event.lineage());
        RunningCalls.Permit permit = admission.enter(resolved.function());
        Attempt attempt =
                new Attempt(
                        arrived.id(),
                        arrived.attempt(),
                        resolved.function(),
                        resolved.alias(),
                        event.source(),
                        event.lineage(),
                        event.trigger(),
                        arrived.at(),
                        event.payload().length);
        CallInHand call = new CallInHand(attempt, event, permit, afterwards);
        inHand.put(arrived.id(), call);
        call.answer().whenComplete((_, _) -> inHand.remove(arrived.id(), call));
        reserved(arrived, resolved)
                .whenComplete(
                        (reservation, refusal) -> {
                            if (refusal == null) {
                                call.reserved(reservation);
                                run(call, attempt, event, payload, stream);
                            } else {
                                call.refused(refusal(refusal));
                            }
                        });
        return call.answer();
    }

    /** Whatever goes wrong there, the call's place is given back. */
    private CompletableFuture<Reservation> reserved(Arrived arrived, Resolved resolved) {
        try {
            return spend.reserve(arrived.account(), arrived.at(), worst.of(resolved.function()));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static RefusedException refusal(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof RefusedException refusal
                ? refusal
                : new RefusedException(
                        ErrorCode.PLATFORM_ERROR,
                        "the platform could not tell whether the call may be paid for; it is not"
                                + " begun",
                        "nothing was reserved",
                        cause);
    }

    /** Stops a call that this node runs, if it does. */
    void giveUp(InvocationId id, GivenUp why) {
        CallInHand call = inHand.get(id);
        if (call != null) {
            call.giveUp(why);
        }
    }

    private RunRequest request(Attempt attempt, Event event, byte[] payload) {
        return new RunRequest(
                attempt.id(),
                payload,
                event.contentType(),
                spans.of(event.trace(), attempt.id(), attempt.number()).amazon(),
                event.clientContext(),
                event.lineage().depth());
    }

    private void run(
            CallInHand call, Attempt attempt, Event event, byte[] payload, AnswerStream stream) {
        SandboxSpec spec;
        try {
            spec = specs.of(attempt.function());
        } catch (RuntimeException e) {
            LOG.error("call {}: the environment could not be opened", attempt.id(), e);
            call.failed(new Ending.NotStarted("the environment could not be opened"));
            return;
        }
        try {
            call.runs(workers.run(spec, request(attempt, event, payload), stream));
        } catch (RuntimeException e) {
            call.ran(null, e);
        }
    }
}
