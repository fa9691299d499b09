package dev.meterlark.storage.queue;

import static java.util.Comparator.comparing;

import dev.meterlark.platform.OfDatabase;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Moves messages that were given up, some at a time, as if they had never been received. */
@Component
class MovingMessages {

    /** Messages of one transaction. */
    private static final int CHUNK = 200;

    private final QueueRows queues;
    private final MessageRows messages;
    private final GivenUpRows givenUp;
    private final Groups groups;
    private final WaitingReceivers waiting;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    MovingMessages(
            QueueRows queues,
            MessageRows messages,
            GivenUpRows givenUp,
            Groups groups,
            WaitingReceivers waiting,
            PlatformTransactionManager transactions,
            @OfDatabase InstantSource clock) {
        this.queues = queues;
        this.messages = messages;
        this.givenUp = givenUp;
        this.groups = groups;
        this.waiting = waiting;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * What one transaction did.
     *
     * @param asked messages at most
     * @param found messages that could go, of which some may have gone another way
     */
    record Step(int asked, int found, int moved) {

        /** Whether there may be more. */
        boolean isFull() {
            return found == asked && moved > 0;
        }
    }

    /**
     * @param destination where all of them go; null for where each came from
     * @param most messages; null for as many as one transaction moves
     */
    Step step(Queue from, @Nullable QueueId destination, @Nullable Integer most) {
        int asked = most == null ? CHUNK : Math.min(most, CHUNK);
        Set<QueueId> touched = new HashSet<>();
        Step step =
                Objects.requireNonNull(
                        transaction.execute(
                                _ -> step(from, destination, asked, touched, clock.instant())));
        touched.forEach(waiting::came);
        return step;
    }

    /**
     * Only these, each to where it came from. Those that are not there any more, or in somebody's
     * hand, stay as they are.
     *
     * @return how many went
     */
    int some(Queue from, List<MessageId> ids) {
        Set<QueueId> touched = new HashSet<>();
        int moved =
                Objects.requireNonNull(
                        transaction.execute(
                                _ -> {
                                    Instant now = clock.instant();
                                    List<GivenUpRows.GivenUp> found = givenUp.some(from, ids, now);
                                    return move(from, null, found, touched, now);
                                }));
        touched.forEach(waiting::came);
        return moved;
    }

    private Step step(
            Queue from,
            @Nullable QueueId destination,
            int asked,
            Set<QueueId> touched,
            Instant now) {
        List<GivenUpRows.GivenUp> found =
                from.ordered() ? givenUp.lying(from, asked, now) : givenUp.claim(from, asked, now);
        return new Step(asked, found.size(), move(from, destination, found, touched, now));
    }

    private int move(
            Queue from,
            @Nullable QueueId destination,
            List<GivenUpRows.GivenUp> found,
            Set<QueueId> touched,
            Instant now) {
        Map<QueueId, List<GivenUpRows.GivenUp>> byQueue = new HashMap<>();
        for (GivenUpRows.GivenUp each : found) {
            QueueId to = destination == null ? each.from() : destination;
            byQueue.computeIfAbsent(to, _ -> new ArrayList<>()).add(each);
        }
        int moved = 0;
        for (QueueId to : byQueue.keySet().stream().sorted(comparing(QueueId::value)).toList()) {
            moved += move(from, to, byQueue.getOrDefault(to, List.of()), now);
        }
        touched.addAll(byQueue.keySet());
        return moved;
    }

    /** Holds what the other queue's receivers hold before they give something up, and then ours. */
    private int move(Queue from, QueueId id, List<GivenUpRows.GivenUp> given, Instant now) {
        Queue to = queues.find(from.account(), id).orElseThrow();
        if (!to.ordered()) {
            return leave(from, given, to, now);
        }
        Queue held = queues.lock(from.account(), to.name()).orElseThrow();
        AtomicInteger moved = new AtomicInteger();
        groups.change(held, groupsOf(given), () -> moved.set(leave(from, given, held, now)));
        return moved.get();
    }

    private int leave(Queue from, List<GivenUpRows.GivenUp> given, Queue to, Instant now) {
        List<MessageId> ids = given.stream().map(GivenUpRows.GivenUp::id).toList();
        if (!from.ordered()) {
            messages.move(ids, to, null, now);
            return ids.size();
        }
        List<String> left =
                groupsOf(given).stream()
                        .distinct()
                        .sorted()
                        .filter(group -> groups.lock(from, group))
                        .toList();
        List<MessageId> still = givenUp.still(from, ids, now);
        messages.move(still, to, null, now);
        left.forEach(group -> groups.settle(from, group));
        return still.size();
    }

    private static List<String> groupsOf(List<GivenUpRows.GivenUp> given) {
        return given.stream().map(each -> Objects.requireNonNull(each.group())).toList();
    }
}
