package dev.meterlark.storage.queue;

import dev.meterlark.account.AuditLog;
import dev.meterlark.platform.OfDatabase;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;
import dev.meterlark.storage.queue.MoveView.State;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Moves what a dead-letter queue holds in the background, on the node that was asked. When that
 * node ends, what was not moved is where it was, and the move is seen to have failed.
 */
@Service
public class MessageMoves {

    private static final Logger LOG = LoggerFactory.getLogger(MessageMoves.class);
    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

    private final QueueRows queues;
    private final MessageRows messages;
    private final MoveRows moves;
    private final MovingMessages moving;
    private final AuditLog audit;
    private final TransactionTemplate transaction;
    private final InstantSource clock;
    private volatile boolean closed;

    MessageMoves(
            QueueRows queues,
            MessageRows messages,
            MoveRows moves,
            MovingMessages moving,
            AuditLog audit,
            PlatformTransactionManager transactions,
            @OfDatabase InstantSource clock) {
        this.queues = queues;
        this.messages = messages;
        this.moves = moves;
        this.moving = moving;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** What is to be moved. */
    private record Work(
            MoveId id, Queue from, @Nullable QueueId destination, @Nullable Integer perSecond) {}

    /**
     * @param name of a dead-letter queue
     * @param destination a queue; null for where each message came from
     * @param perSecond messages at most; null for no bound
     * @throws RefusedException when it is none, or is being moved
     */
    public MoveId start(
            Caller caller, String name, @Nullable String destination, @Nullable Integer perSecond) {
        Work work =
                Objects.requireNonNull(
                        transaction.execute(_ -> begin(caller, name, destination, perSecond)));
        Thread.ofVirtual().name("queue-move").start(() -> run(work));
        return work.id;
    }

    private Work begin(
            Caller caller, String name, @Nullable String destination, @Nullable Integer perSecond) {
        Queue from = queues.lock(caller.account(), name).orElseThrow(Queues::unknown);
        if (queues.givingUpTo(caller.account(), from.id()).isEmpty()) {
            throw invalid("%s is no queue's dead-letter queue", Shown.text(name));
        }
        if (moves.of(from, 1, clock.instant()).stream().anyMatch(MoveView::isUnderWay)) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "the messages of %s are being moved; wait, or cancel that"
                            .formatted(Shown.text(name)));
        }
        QueueId to = destination == null ? null : destination(from, destination).id();
        var work = new Work(MoveId.random(), from, to, perSecond);
        moves.insert(
                work.id,
                from,
                to,
                perSecond,
                messages.counts(from, clock.instant()).waiting(),
                clock.instant());
        audit.record(
                caller,
                "queue.move-started",
                Queues.subject(from),
                Map.of("move", work.id.value()));
        return work;
    }

    private Queue destination(Queue from, String name) {
        Queue to =
                queues.find(from.account(), name)
                        .orElseThrow(() -> invalid("there is no queue %s", Shown.text(name)));
        if (to.ordered() != from.ordered() || to.id().equals(from.id())) {
            throw invalid(
                    "messages go to another queue, ordered like theirs; %s is not",
                    Shown.text(name));
        }
        return to;
    }

    /** The latest first. */
    public List<MoveView> list(Caller caller, String name, int most) {
        Queue queue = queues.find(caller.account(), name).orElseThrow(Queues::unknown);
        return moves.of(queue, most, clock.instant());
    }

    /**
     * What was moved stays moved.
     *
     * @throws RefusedException when there is no such move under way
     */
    public MoveView cancel(Caller caller, UUID id) {
        MoveView move =
                moves.find(caller.account(), id, clock.instant())
                        .filter(each -> moves.cancel(each.id()))
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                ErrorCode.NOT_FOUND,
                                                "there is no such move under way"));
        transaction.executeWithoutResult(
                _ ->
                        audit.record(
                                caller, "queue.move-cancelled", "move:" + id, Map.of("move", id)));
        return move;
    }

    private void run(Work work) {
        try {
            boolean more = true;
            boolean goesOn = true;
            while (more && goesOn && !closed) {
                MovingMessages.Step step = moving.step(work.from, work.destination, work.perSecond);
                goesOn = moves.moved(work.id, step.moved(), clock.instant());
                more = step.isFull();
                if (more && work.perSecond != null) {
                    LockSupport.parkNanos(SECOND_NANOS);
                }
            }
            if (!closed || !more) {
                moves.end(work.id, goesOn ? State.COMPLETED : State.CANCELLED, null);
            }
        } catch (RuntimeException e) {
            LOG.warn("move {} failed", work.id, e);
            moves.end(work.id, State.FAILED, "the platform failed; start it again");
        }
    }

    @EventListener(ContextClosedEvent.class)
    void close() {
        closed = true;
    }

    private static RefusedException invalid(String text, Object... values) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text.formatted(values));
    }
}
