package dev.meterlark.storage.queue;

import dev.meterlark.account.AuditLog;
import dev.meterlark.metering.Meter;
import dev.meterlark.metering.Tally;
import dev.meterlark.platform.OfDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The messages of accounts' queues. */
@Service
public class QueueMessages {

    private final QueueRows queues;
    private final MessageRows messages;
    private final Groups groups;
    private final Sending sending;
    private final Receiving receiving;
    private final Settling settling;
    private final WaitingReceivers waiting;
    private final AuditLog audit;
    private final TransactionTemplate transaction;
    private final QueueProperties properties;
    private final QueueMetrics metrics;
    private final Tally tally;
    private final InstantSource clock;

    QueueMessages(
            QueueRows queues,
            MessageRows messages,
            Groups groups,
            Sending sending,
            Receiving receiving,
            Settling settling,
            WaitingReceivers waiting,
            AuditLog audit,
            PlatformTransactionManager transactions,
            QueueProperties properties,
            QueueMetrics metrics,
            Tally tally,
            @OfDatabase InstantSource clock) {
        this.queues = queues;
        this.messages = messages;
        this.groups = groups;
        this.sending = sending;
        this.receiving = receiving;
        this.settling = settling;
        this.waiting = waiting;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
        this.properties = properties;
        this.metrics = metrics;
        this.tally = tally;
        this.clock = clock;
    }

    /**
     * @throws RefusedException when the account has no such queue
     */
    public void requireQueue(AccountId account, String name) {
        if (queues.find(account, name).isEmpty()) {
            throw Queues.unknown();
        }
    }

    /**
     * All of them or none; committed when it returns.
     *
     * @throws RefusedException when there is no such queue, it does not take one of them, or the
     *     account has no room, or cannot pay the request
     */
    public List<Sent> send(AccountId account, String queue, List<NewMessage> wanted) {
        return send(account, queue, wanted, tally.allow(account, Meter.QUEUE_REQUESTS, queue, 1));
    }

    /** The same for what was accepted before, which no cap keeps from coming. */
    public List<Sent> bring(AccountId account, String queue, List<NewMessage> wanted) {
        return send(account, queue, wanted, orFree(account, queue));
    }

    private List<Sent> send(
            AccountId account, String queue, List<NewMessage> wanted, Tally.Allowed request) {
        try {
            Sending.Done done = sending.send(account, queue, wanted, clock.instant());
            metrics.sent((int) done.sent().stream().filter(each -> !each.duplicate()).count());
            waiting.came(done.queue().id());
            request.count(1);
            return done.sent();
        } finally {
            request.count(0);
        }
    }

    /** What ends something, or gives it back, is never refused: messages would come twice. */
    private Tally.Allowed orFree(AccountId account, String queue) {
        return tally.allowOrFree(account, Meter.QUEUE_REQUESTS, queue, 1);
    }

    /**
     * Answered at once when there are messages; otherwise with the first that come, or with none
     * when the wait is over. No thread waits. Whoever goes away cancels it.
     *
     * @param max null for 1
     * @param wait seconds; null for as long as the queue says
     * @param visibility seconds that they are hidden from others; null for the queue's own
     */
    public CompletableFuture<List<ReceivedMessage>> receive(
            AccountId account,
            String name,
            @Nullable Integer max,
            @Nullable Integer wait,
            @Nullable Integer visibility) {
        Queue queue = queues.find(account, name).orElseThrow(Queues::unknown);
        Want want = new Want(most(max), visibility == null ? null : hidden(visibility));
        Duration waits =
                QueueTerms.seconds(
                        "wait", wait, Duration.ZERO, properties.longestWait(), usualWait(queue));
        Instant now = clock.instant();
        tally.count(account, Meter.QUEUE_REQUESTS, name, 1);
        List<ReceivedMessage> found =
                receiving.receive(account, queue.id(), want, now, waiting::came);
        return found.isEmpty() && waits.isPositive()
                ? waiting.join(queue, want, now.plus(waits))
                : CompletableFuture.completedFuture(found);
    }

    /** Whether it has the form of a receipt, whatever it is worth. */
    public static boolean isReceipt(String text) {
        return Receipt.parse(text).isPresent();
    }

    /** The receiver is done with it. */
    public void delete(AccountId account, String name, String receipt) {
        Queue queue = queues.find(account, name).orElseThrow(Queues::unknown);
        boolean last =
                Receipt.parse(receipt).map(each -> settling.delete(queue, each)).orElse(false);
        if (!last) {
            throw noSuchReceipt();
        }
        orFree(account, name).count(1);
        metrics.deleted();
        if (queue.ordered()) {
            waiting.came(queue.id());
        }
    }

    /**
     * The same for several of one queue; those whose receipt is not the last any more stay.
     *
     * @return how many were deleted
     */
    public int deleteAll(AccountId account, String name, List<String> receipts) {
        Queue queue = queues.find(account, name).orElseThrow(Queues::unknown);
        int deleted =
                settling.deleteAll(
                        queue,
                        receipts.stream().flatMap(each -> Receipt.parse(each).stream()).toList());
        orFree(account, name).count(1);
        for (int i = 0; i < deleted; i++) {
            metrics.deleted();
        }
        if (queue.ordered()) {
            waiting.came(queue.id());
        }
        return deleted;
    }

    /** How long a receiver may wait. */
    public Duration longestWait() {
        return properties.longestWait();
    }

    /** How many messages one request may bring. */
    public int maxBatch() {
        return properties.maxBatch();
    }

    /**
     * Hides it for so long from now on; 0 gives it back at once.
     *
     * @return when it comes back
     */
    public Instant hide(
            AccountId account, String name, String receipt, @Nullable Integer visibilityTimeout) {
        Queue queue = queues.find(account, name).orElseThrow(Queues::unknown);
        Instant until =
                clock.instant()
                        .plus(
                                visibilityTimeout == null
                                        ? queue.terms().visibilityTimeout()
                                        : hidden(visibilityTimeout));
        boolean last =
                Receipt.parse(receipt).map(each -> settling.hide(queue, each, until)).orElse(false);
        if (!last) {
            throw noSuchReceipt();
        }
        orFree(account, name).count(1);
        if (!until.isAfter(clock.instant())) {
            waiting.came(queue.id());
        }
        return until;
    }

    /**
     * Deletes all messages, also those in flight.
     *
     * @return how many
     */
    public int purge(Caller caller, String name) {
        Integer purged =
                transaction.execute(
                        _ -> {
                            Queue queue =
                                    queues.lock(caller.account(), name)
                                            .orElseThrow(Queues::unknown);
                            groups.deleteAll(queue);
                            int deleted = messages.deleteAll(queue);
                            audit.record(
                                    caller,
                                    "queue.purged",
                                    Queues.subject(queue),
                                    Map.of("messages", deleted));
                            return deleted;
                        });
        return purged == null ? 0 : purged;
    }

    private Duration usualWait(Queue queue) {
        Duration usual = queue.terms().receiveWait();
        return usual.compareTo(properties.longestWait()) < 0 ? usual : properties.longestWait();
    }

    private int most(@Nullable Integer max) {
        int most = max == null ? 1 : max;
        if (most < 1 || most > properties.maxBatch()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "max must be 1 to %d, was: %d".formatted(properties.maxBatch(), most));
        }
        return most;
    }

    private static Duration hidden(int seconds) {
        return QueueTerms.seconds(
                "visibilityTimeout",
                seconds,
                Duration.ZERO,
                QueueTerms.LONGEST_VISIBILITY,
                Duration.ZERO);
    }

    /** The same for those of another account. */
    private static RefusedException noSuchReceipt() {
        return new RefusedException(
                ErrorCode.NOT_FOUND,
                "there is no message with this receipt: it was deleted, or received again since");
    }
}
