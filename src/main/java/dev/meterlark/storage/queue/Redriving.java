package dev.meterlark.storage.queue;

import dev.meterlark.account.AuditLog;
import dev.meterlark.shared.Caller;

import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Puts what was given up back into the queues that gave it up. */
@Service
public class Redriving {

    /** Messages of one transaction. */
    private static final int CHUNK = 200;

    /** Messages of one request, so that it ends. */
    private static final int MOST = 10_000;

    private final QueueRows queues;
    private final MessageRows messages;
    private final Groups groups;
    private final WaitingReceivers waiting;
    private final AuditLog audit;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    Redriving(
            QueueRows queues,
            MessageRows messages,
            Groups groups,
            WaitingReceivers waiting,
            AuditLog audit,
            PlatformTransactionManager transactions,
            InstantSource clock) {
        this.queues = queues;
        this.messages = messages;
        this.groups = groups;
        this.waiting = waiting;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
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
        int chunk;
        do {
            Map<QueueId, List<MessageRows.GivenUp>> gone =
                    Objects.requireNonNull(transaction.execute(_ -> chunk(queue, clock.instant())));
            gone.keySet().forEach(waiting::came);
            chunk = gone.values().stream().mapToInt(List::size).sum();
            moved += chunk;
        } while (chunk == CHUNK && moved < MOST);
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

    private Map<QueueId, List<MessageRows.GivenUp>> chunk(Queue from, Instant now) {
        Map<QueueId, List<MessageRows.GivenUp>> byQueue = new HashMap<>();
        messages.claimGivenUp(from, CHUNK, now)
                .forEach(
                        each ->
                                byQueue.computeIfAbsent(each.from(), _ -> new ArrayList<>())
                                        .add(each));
        byQueue.keySet().stream()
                .sorted(Comparator.comparing(QueueId::value))
                .forEach(to -> moveBack(from, to, byQueue.getOrDefault(to, List.of()), now));
        return byQueue;
    }

    private void moveBack(Queue from, QueueId id, List<MessageRows.GivenUp> given, Instant now) {
        Queue to = queues.find(from.account(), id).orElseThrow();
        if (to.ordered()) {
            to = queues.lock(from.account(), to.name()).orElseThrow();
        }
        List<String> touched =
                to.ordered()
                        ? given.stream()
                                .map(each -> Objects.requireNonNull(each.group()))
                                .distinct()
                                .sorted()
                                .toList()
                        : List.of();
        for (String group : touched) {
            groups.open(to, group);
        }
        messages.move(given.stream().map(MessageRows.GivenUp::id).toList(), to, null, now);
        for (String group : touched) {
            groups.settle(to, group);
        }
    }
}
