package dev.meterlark.invocation.queue;

import dev.meterlark.function.snapshot.AsyncPolicy;
import dev.meterlark.invocation.Answer;
import dev.meterlark.invocation.Attempts;
import dev.meterlark.invocation.Attempts.Target;
import dev.meterlark.invocation.BatchAnswers;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.GivenUp;
import dev.meterlark.platform.DatabaseClock;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;

/**
 * Leases calls that are due and for which there is room, and begins them. No transaction is open
 * while one runs.
 */
@Component
class Dispatcher implements Lanes.Room {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /** The longest timeout there is, for what cannot be found now. */
    private static final Duration UNKNOWN_TIMEOUT = Duration.ofMinutes(15);

    private final Attempts attempts;
    private final Targets targets;
    private final Lanes lanes;
    private final InHand inHand;
    private final SettleQueue settling;
    private final DatabaseClock clock;
    private final QueueMetrics metrics;
    private final QueueProperties.Run properties;
    private final TransactionTemplate transaction;
    private final Claiming claiming;
    private final Pieces events;
    private final ObjectProvider<BatchAnswers> batches;

    Dispatcher(
            Attempts attempts,
            Targets targets,
            Lanes lanes,
            InHand inHand,
            SettleQueue settling,
            DatabaseClock clock,
            QueueMetrics metrics,
            QueueProperties properties,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            ObjectProvider<BatchAnswers> batches) {
        this.attempts = attempts;
        this.targets = targets;
        this.lanes = lanes;
        this.inHand = inHand;
        this.settling = settling;
        this.clock = clock;
        this.metrics = metrics;
        this.properties = properties.run();
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setTimeout((int) this.properties.timeout().toSeconds());
        this.claiming = new Claiming(jdbc, NodeRunId.random().value());
        this.events = Pieces.ofEvents(jdbc);
        this.batches = batches;
    }

    /** Leases what is due, and begins it. */
    void round() {
        Instant now = clock.now();
        List<Lanes.Ask> asks = lanes.next(now, this, properties.batch());
        if (asks.isEmpty()) {
            return;
        }
        long begun = System.nanoTime();
        List<Claiming.Claim> claims = claim(asks, now);
        metrics.claimed(Duration.ofNanos(System.nanoTime() - begun));
        for (Claiming.Claim claim : claims) {
            claim.calls().forEach(call -> inHand.take(call.lease(), call.until()));
            lanes.asked(claim.ask(), claim.calls().size(), claim.nextDue(), now);
        }
        for (Claiming.Claim claim : claims) {
            claim.calls().forEach(this::begin);
        }
    }

    /** When it fails, nothing was leased that this node knows of, and all of it is asked again. */
    private List<Claiming.Claim> claim(List<Lanes.Ask> asks, Instant now) {
        try {
            return Objects.requireNonNull(
                    transaction.execute(
                            _ -> {
                                DurableSteps.commit("queue.claim");
                                return asks.stream()
                                        .map(ask -> claiming.claim(ask, now, this::terms))
                                        .toList();
                            }));
        } catch (RuntimeException e) {
            asks.forEach(ask -> lanes.due(ask.account(), ask.function(), now));
            throw e;
        }
    }

    private Claiming.Terms terms(Lease lease) {
        Target target = targets.of(lease);
        Duration timeout = target == null ? UNKNOWN_TIMEOUT : target.timeout();
        AsyncPolicy policy = target == null ? AsyncPolicy.DEFAULT : target.policy();
        Duration stopped = attempts.stopped(lease.account(), lease.agedFrom(), clock.now());
        return new Claiming.Terms(
                timeout.plus(properties.leaseGrace()), policy.maxAge().plus(stopped));
    }

    private void begin(Claiming.Claimed claimed) {
        Lease lease = claimed.lease();
        try {
            if (lease.lost()) {
                metrics.recovered();
                LOG.warn("attempt {} of call {} was lost", lease.attempt() - 1, lease.id());
            }
            switch (claimed.plan()) {
                case RUN -> run(lease);
                case CANCEL -> ended(lease, new AttemptEnd.Cancelled());
                case TOO_OLD -> ended(lease, new AttemptEnd.TooOld());
                case UNREADABLE -> ended(lease, new AttemptEnd.Unreadable("unknown form"));
            }
        } catch (RuntimeException e) {
            LOG.error("call {} could not be begun", lease.id(), e);
            ended(lease, new AttemptEnd.NotBegun(ErrorCode.PLATFORM_ERROR, "it failed to begin"));
        }
    }

    private void run(Lease claimed) {
        Lease lease = claimed.inPieces() ? whole(claimed) : claimed;
        Event event = Objects.requireNonNull(lease.event());
        Target target = targets.of(lease);
        if (target == null) {
            ended(lease, new AttemptEnd.NotFound(targets.refusal(lease)));
            return;
        }
        recordLost(lease, event);
        inHand.running(lease, why -> attempts.giveUp(lease.account(), lease.id(), why));
        DurableSteps.reached("queue.attempt.begins");
        attempts.begin(lease.id(), lease.attempt(), lease.account(), lease.wanted(), event)
                .whenComplete(
                        (answer, failure) -> ended(lease, heeded(event, end(answer, failure))));
    }

    private Lease whole(Lease lease) {
        Event head = Objects.requireNonNull(lease.event());
        return lease.with(head.with(events.read(lease.id())));
    }

    private void recordLost(Lease lease, Event event) {
        if (lease.lost()) {
            attempts.lost(
                            lease.id(),
                            lease.attempt() - 1,
                            lease.function(),
                            lease.wanted(),
                            event,
                            lease.account())
                    .exceptionally(
                            failure -> {
                                LOG.warn("attempt before {} has no record", lease.id(), failure);
                                return null;
                            });
        }
    }

    private void ended(Lease lease, AttemptEnd end) {
        DurableSteps.reached("queue.attempt.ended");
        settling.settle(lease, end);
    }

    /** What a function says of the events of a batch counts where a trigger handed it over. */
    private AttemptEnd heeded(Event event, AttemptEnd end) {
        if (event.trigger() == null
                || !(end instanceof AttemptEnd.Succeeded(var version, byte[] answer, var _))) {
            return end;
        }
        return batches.stream()
                .flatMap(each -> each.remaining(event, answer).stream())
                .findFirst()
                .<AttemptEnd>map(
                        rest ->
                                new AttemptEnd.PartlyDone(
                                        version,
                                        rest.event(),
                                        rest.event().length < event.payload().length,
                                        rest.message()))
                .orElse(end);
    }

    private static AttemptEnd end(@Nullable Answer answer, @Nullable Throwable failure) {
        return switch (answer) {
            case null -> notBegun(failure);
            case Answer.Succeeded(var record, byte[] payload, String type) ->
                    new AttemptEnd.Succeeded(record.version(), payload, type);
            case Answer.Streamed(var record) ->
                    new AttemptEnd.Succeeded(record.version(), new byte[0], "text/plain");
            case Answer.Failed(var record, ErrorCode code, var type, String text, byte[] error) ->
                    new AttemptEnd.Failed(record.version(), code, type, text, error);
        };
    }

    private static AttemptEnd notBegun(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof RefusedException refusal) {
            return new AttemptEnd.NotBegun(refusal.code(), refusal.publicText());
        }
        LOG.error("an attempt had neither answer nor refusal", failure);
        return new AttemptEnd.NotBegun(ErrorCode.PLATFORM_ERROR, "the platform failed");
    }

    /** What other nodes accepted, and leases that ran out. */
    void look() {
        clock.follow();
        claiming.all().forEach(due -> lanes.due(due.account(), due.function(), due.at()));
    }

    /** Leases last as long as what they are for; whoever has lost one lets go. */
    void renew() {
        Instant now = clock.now();
        List<InHand.Ending> ending =
                inHand.endingBefore(now.plus(properties.leaseGrace().dividedBy(2)));
        if (ending.isEmpty()) {
            return;
        }
        Instant until = now.plus(properties.leaseGrace());
        List<Lease> lost =
                Objects.requireNonNull(transaction.execute(_ -> claiming.renew(ending, until)));
        ending.forEach(each -> inHand.renewed(each.lease(), until));
        for (Lease lease : lost) {
            LOG.warn(
                    "another node has call {}; what this one runs of it counts no more",
                    lease.id());
            inHand.giveUp(lease.id(), GivenUp.LET_GO);
        }
    }

    @Override
    public int ofNode() {
        return inHand.bytes() >= properties.maxMemory().toBytes()
                ? 0
                : Math.max(0, properties.max() - inHand.size());
    }

    @Override
    public int of(AccountId account) {
        return attempts.isStopped(account) ? 0 : properties.maxOfAccount() - inHand.of(account);
    }

    @Override
    public int of(AccountId account, FunctionId function) {
        return targets.room(function, properties.batch());
    }
}
