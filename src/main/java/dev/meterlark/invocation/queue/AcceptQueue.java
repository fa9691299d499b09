package dev.meterlark.invocation.queue;

import dev.meterlark.invocation.Beside;
import dev.meterlark.platform.DatabaseClock;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.platform.GroupCommit;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Accepts calls in groups, one transaction each. A promise is kept after the commit and not before;
 * when it is not known whether a commit happened, it fails.
 */
@Component
class AcceptQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AcceptQueue.class);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int TRIES = 5;

    private final GroupCommit<Offer> group;
    private final TransactionTemplate transaction;
    private final TransactionTemplate outside;
    private final AcceptedCounts counts;
    private final Accepting accepting;
    private final Lanes lanes;
    private final DatabaseClock clock;
    private final Duration timeout;

    AcceptQueue(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            Lanes lanes,
            DatabaseClock clock,
            QueueProperties properties) {
        this.transaction = new TransactionTemplate(transactions);
        this.timeout = properties.accept().timeout();
        this.transaction.setTimeout((int) timeout.toSeconds());
        this.outside = new TransactionTemplate(transactions);
        this.outside.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
        this.counts = new AcceptedCounts(jdbc, transactions);
        this.accepting = new Accepting(jdbc, counts, properties);
        this.lanes = lanes;
        this.clock = clock;
        this.group =
                new GroupCommit<>(
                        "queue-accept", properties.accept().bounds(), Offer::bytes, this::write);
        group.start();
    }

    /** The offer's promise is kept or fails within the time that a caller waits at most. */
    void offer(Offer offer) {
        if (!group.offer(offer)) {
            offer.promise().completeExceptionally(unavailable("too many wait to be written", null));
            return;
        }
        offer.promise().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Writes them in the transaction that the caller is in, and tells of them after its commit;
     * what is to be written beside is the caller's.
     */
    Map<Offer, Accepting.Told> within(List<Offer> offers) {
        List<AccountId> accounts = offers.stream().map(Offer::account).distinct().toList();
        outside.executeWithoutResult(_ -> counts.know(accounts));
        Map<Offer, Accepting.Told> told = accepting.accept(offers, clock.now());
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        tell(told);
                    }
                });
        return told;
    }

    private void write(List<Offer> group) {
        List<Offer> open = group.stream().filter(offer -> !offer.promise().isDone()).toList();
        if (open.isEmpty()) {
            return;
        }
        try {
            tell(commit(open));
        } catch (UnwantedException e) {
            e.offer().promise().completeExceptionally(unwanted());
            write(open);
        } catch (DataIntegrityViolationException e) {
            oneByOne(open, e);
        } catch (RuntimeException e) {
            fail(open, e);
        }
    }

    /** A row that the database never takes must not take others with it. */
    private void oneByOne(List<Offer> offers, DataIntegrityViolationException why) {
        if (offers.size() == 1) {
            fail(offers, why);
            return;
        }
        offers.forEach(offer -> write(List.of(offer)));
    }

    private Map<Offer, Accepting.Told> commit(List<Offer> offers) {
        counts.know(offers.stream().map(Offer::account).toList());
        for (int tries = 1; ; tries++) {
            try {
                return Objects.requireNonNull(
                        transaction.execute(
                                _ -> {
                                    DurableSteps.commit("queue.accept");
                                    var told = accepting.accept(offers, clock.now());
                                    told.forEach(AcceptQueue::writeBeside);
                                    return told;
                                }));
            } catch (DuplicateKeyException | ConcurrencyFailureException e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Ends the whole transaction when one is not wanted any more, which is rare. */
    private static void writeBeside(Offer offer, Accepting.Told told) {
        Beside beside = offer.terms().beside();
        if (beside == null) {
            return;
        }
        switch (told) {
            case Accepting.Told.Kept(var accepted, _) -> {
                if (!beside.accepted(accepted.id())) {
                    throw new UnwantedException(offer);
                }
            }
            case Accepting.Told.Refused _ -> {}
        }
    }

    private static RefusedException unwanted() {
        return new RefusedException(
                ErrorCode.CONFLICT, "the call is not wanted any more by whoever made it");
    }

    private void tell(Map<Offer, Accepting.Told> told) {
        told.forEach(
                (offer, what) -> {
                    switch (what) {
                        case Accepting.Told.Kept(var accepted, boolean runnable) -> {
                            if (runnable) {
                                lanes.due(offer.account(), offer.function(), offer.agedFrom());
                            }
                            offer.promise().complete(accepted);
                        }
                        case Accepting.Told.Refused(RefusedException why) ->
                                offer.promise().completeExceptionally(why);
                    }
                });
    }

    private static void fail(List<Offer> offers, RuntimeException why) {
        LOG.warn("{} asynchronous calls were not accepted", offers.size(), why);
        offers.forEach(
                offer ->
                        offer.promise()
                                .completeExceptionally(unavailable("its database failed", why)));
    }

    /** What a promise that failed means for its caller. */
    static RefusedException refusal(Throwable failure) {
        return switch (failure) {
            case CompletionException e when e.getCause() != null -> refusal(e.getCause());
            case RefusedException refusal -> refusal;
            case TimeoutException _ -> unavailable("its database did not answer in time", failure);
            default -> unavailable("it failed", failure);
        };
    }

    private static RefusedException unavailable(String why, @Nullable Throwable cause) {
        return new RefusedException(
                ErrorCode.QUEUE_UNAVAILABLE,
                "the call is not known to be accepted, because the queue cannot take it now: %s; try again, with a Meterlark-Deduplication-Key so that it cannot run twice"
                        .formatted(why),
                cause == null ? null : cause.toString(),
                cause);
    }

    int waiting() {
        return group.size();
    }

    @Override
    public void close() {
        group.close(timeout.plus(SOON));
    }
}
