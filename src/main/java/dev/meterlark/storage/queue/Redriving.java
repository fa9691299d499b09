package dev.meterlark.storage.queue;

import dev.meterlark.account.AuditLog;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.util.List;
import java.util.Map;

/** Puts what was given up back into the queues that gave it up. */
@Service
public class Redriving {

    /** Messages of one request, so that it ends. */
    private static final int MOST = 10_000;

    private static final int MOST_NAMED = 100;

    private final QueueRows queues;
    private final MovingMessages moving;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    Redriving(
            QueueRows queues,
            MovingMessages moving,
            AuditLog audit,
            PlatformTransactionManager transactions) {
        this.queues = queues;
        this.moving = moving;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Every message that can be received here and came from another queue goes back there, as if it
     * had never been received. Those that were sent here stay.
     *
     * @return how many went back; as many as go at once mean that there may be more
     */
    public int redrive(Caller caller, String name) {
        Queue queue = queues.find(caller.account(), name).orElseThrow(Queues::unknown);
        int moved = 0;
        MovingMessages.Step step;
        do {
            step = moving.step(queue, null, null);
            moved += step.moved();
        } while (step.isFull() && moved < MOST);
        record(caller, queue, moved);
        return moved;
    }

    /**
     * Only these, by their ids: those that are not there any more, or in somebody's hand, stay.
     *
     * @return how many went back
     * @throws RefusedException when there are none, or too many of them
     */
    public int redrive(Caller caller, String name, List<String> messages) {
        Queue queue = queues.find(caller.account(), name).orElseThrow(Queues::unknown);
        if (messages.isEmpty() || messages.size() > MOST_NAMED) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "messages must have 1 to %d ids, had: %d"
                            .formatted(MOST_NAMED, messages.size()));
        }
        List<MessageId> ids =
                messages.stream().flatMap(each -> MessageId.parse(each).stream()).toList();
        int moved = ids.isEmpty() ? 0 : moving.some(queue, ids);
        record(caller, queue, moved);
        return moved;
    }

    private void record(Caller caller, Queue queue, int moved) {
        transaction.executeWithoutResult(
                _ ->
                        audit.record(
                                caller,
                                "queue.redriven",
                                Queues.subject(queue),
                                Map.of("messages", moved)));
    }
}
