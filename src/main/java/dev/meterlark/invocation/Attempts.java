package dev.meterlark.invocation;

import dev.meterlark.function.snapshot.AsyncPolicy;
import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.function.snapshot.PipelineSnapshot;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.worker.AnswerStream;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** The queue's way in: what a name means to a call that is run later, and each of its attempts. */
@Component
public class Attempts {

    private static final int UNBOUNDED = Integer.MAX_VALUE;

    private final Invocations invocations;
    private final Admission admission;
    private final RunningCalls running;
    private final RecordJournal journal;
    private final SpendGuard spend;
    private final ObjectProvider<Composer> composers;
    private final InstantSource clock;

    Attempts(
            Invocations invocations,
            Admission admission,
            RunningCalls running,
            RecordJournal journal,
            SpendGuard spend,
            ObjectProvider<Composer> composers,
            InstantSource clock) {
        this.invocations = invocations;
        this.admission = admission;
        this.running = running;
        this.journal = journal;
        this.spend = spend;
        this.composers = composers;
        this.clock = clock;
    }

    /**
     * What a call of a name would run now.
     *
     * @param timeout of one attempt
     */
    public record Target(
            AccountId account,
            FunctionId function,
            Duration timeout,
            int maxConcurrency,
            int accountConcurrency,
            AsyncPolicy policy) {}

    /**
     * @throws RefusedException when there is nothing, for the account, that could run
     */
    public Target target(AccountId account, FunctionRef wanted) {
        Composer composer = composers.getIfAvailable();
        if (composer != null && composer.knows(account, wanted.name())) {
            return composer.find(account, wanted)
                    .map(Attempts::target)
                    .orElseThrow(() -> Admission.notFound(wanted));
        }
        FunctionSnapshot function = admission.resolve(account, wanted).function();
        return new Target(
                account,
                function.function(),
                function.timeout(),
                function.maxConcurrency() == 0 ? UNBOUNDED : function.maxConcurrency(),
                function.accountConcurrency(),
                function.async());
    }

    /** Its runs are bounded where they begin. */
    private static Target target(PipelineSnapshot pipeline) {
        return new Target(
                pipeline.account(),
                pipeline.pipeline(),
                pipeline.timeout(),
                UNBOUNDED,
                UNBOUNDED,
                pipeline.async());
    }

    /**
     * Whether the event is one that can be run.
     *
     * @throws RefusedException when no attempt could ever begin
     */
    public void check(FunctionRef wanted, Event event) {
        admission.payload(event);
        admission.chain(wanted, event.lineage());
    }

    /** How many more calls of the account this node may begin now. */
    public int roomOfAccount(Target target) {
        return target.accountConcurrency() - running.of(target.account());
    }

    /** How many more calls of the function this node may begin now. */
    public int room(Target target) {
        return target.maxConcurrency() == UNBOUNDED
                ? UNBOUNDED
                : target.maxConcurrency() - running.of(target.function());
    }

    /** Whether none of the account's is begun now, because of what it spent: they wait. */
    public boolean isStopped(AccountId account) {
        return spend.isStopped(account);
    }

    /** How much of the time between was lost to that, which is nobody's age. */
    public Duration stopped(AccountId account, Instant from, Instant to) {
        return spend.stopped(account, from, to);
    }

    /**
     * Runs one attempt. Never blocks. The record is durable when the promise is kept; it fails with
     * a {@link RefusedException} when the attempt was not begun, or its record could not be kept.
     * Whoever continues on it must not block.
     *
     * @param attempt 1 for the first
     */
    public CompletableFuture<Answer> begin(
            InvocationId id, int attempt, AccountId account, FunctionRef wanted, Event event) {
        return invocations.begin(
                new Arrived(id, attempt, clock.instant(), account, wanted, event),
                AnswerStream.NONE,
                RunWatcher.NONE);
    }

    /** Stops an attempt that this node runs; a pipeline's begins no further stage. */
    public void giveUp(AccountId account, InvocationId id, GivenUp why) {
        invocations.giveUp(id, why);
        composers.ifAvailable(composer -> composer.cancel(account, id));
    }

    /**
     * Records that a node was lost which had begun an attempt, so that attempts have no gap. Where
     * the attempt has a record, that one stays.
     */
    public CompletableFuture<Void> lost(
            InvocationId id,
            int attempt,
            FunctionId function,
            FunctionRef wanted,
            Event event,
            AccountId account) {
        Instant now = clock.instant();
        CallPrice list = spend.price(account, now, CallUsage.NOTHING);
        return journal.append(
                new InvocationRecord(
                        id,
                        attempt,
                        account,
                        function,
                        wanted.name(),
                        wanted.qualifier(),
                        null,
                        event.source(),
                        event.lineage(),
                        event.trigger(),
                        now,
                        ErrorCode.PLATFORM_ERROR.wireName(),
                        null,
                        "the node that ran the attempt was lost; it is not billed",
                        false,
                        false,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        event.payload().length,
                        0,
                        0,
                        Money.zero(list.price().currency()),
                        list.priceBook(),
                        null));
    }
}
