package dev.meterlark.storage.queue;

import dev.meterlark.platform.OfDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Receivers that wait for a message, in the order in which they came; they hold no thread and no
 * connection. Guarded by its monitor: a queue's receivers are served by one thread at a time, and
 * no account waits with more than its bound.
 */
@Component
class WaitingReceivers implements SchedulingConfigurer {

    private static final Logger LOG = LoggerFactory.getLogger(WaitingReceivers.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Receiving receiving;
    private final MessageRows messages;
    private final QueueProperties properties;
    private final InstantSource clock;
    private final Map<QueueId, Line> lines = new HashMap<>();
    private final Map<AccountId, Integer> byAccount = new HashMap<>();
    private int waiting;
    private boolean closed;

    /** The receivers of one queue. */
    private static final class Line {
        final Deque<Receiver> receivers = new ArrayDeque<>();
        boolean served;
        boolean again;
    }

    private record Receiver(
            AccountId account,
            QueueId queue,
            Want want,
            Instant until,
            CompletableFuture<List<ReceivedMessage>> answer) {}

    WaitingReceivers(
            Receiving receiving,
            MessageRows messages,
            QueueProperties properties,
            QueueMetrics metrics,
            @OfDatabase InstantSource clock) {
        this.receiving = receiving;
        this.messages = messages;
        this.properties = properties;
        this.clock = clock;
        metrics.waiting(this::waiting);
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(() -> look(clock.instant()), properties.pollEvery());
    }

    /**
     * Answered with the first messages that come, or with none when the time is over. Whoever does
     * not wait any more cancels the answer.
     *
     * @throws RefusedException when as many wait as may
     */
    CompletableFuture<List<ReceivedMessage>> join(Queue queue, Want want, Instant until) {
        var receiver =
                new Receiver(queue.account(), queue.id(), want, until, new CompletableFuture<>());
        enter(receiver);
        receiver.answer.whenComplete((_, _) -> leave(receiver));
        came(queue.id()); // what was sent since the receiver looked
        return receiver.answer;
    }

    /** Something can be received from this queue, as far as this node knows. */
    void came(QueueId queue) {
        synchronized (this) {
            Line line = lines.get(queue);
            if (line == null) {
                return;
            }
            if (line.served) {
                line.again = true;
                return;
            }
            line.served = true;
        }
        Thread.ofVirtual().name("queue-receivers").start(() -> serve(queue));
    }

    /** Sends away whose time is over, and serves the queues that have something. */
    void look(Instant now) {
        List<Receiver> over = new ArrayList<>();
        List<QueueId> awaited = new ArrayList<>();
        synchronized (this) {
            for (Map.Entry<QueueId, Line> each : lines.entrySet()) {
                awaited.add(each.getKey());
                each.getValue().receivers.stream()
                        .filter(receiver -> !receiver.until.isAfter(now))
                        .forEach(over::add);
            }
        }
        if (!awaited.isEmpty()) {
            messages.due(awaited, now).forEach(this::came);
        }
        over.forEach(receiver -> receiver.answer.complete(List.of()));
    }

    /** Before the web server waits for its open requests. */
    @EventListener(ContextClosedEvent.class)
    void close() {
        List<Receiver> all = new ArrayList<>();
        synchronized (this) {
            closed = true;
            lines.values().forEach(line -> all.addAll(line.receivers));
        }
        all.forEach(receiver -> receiver.answer.complete(List.of()));
    }

    private void serve(QueueId queue) {
        Optional<Receiver> next = next(queue);
        while (next.isPresent()) {
            Receiver receiver = next.get();
            try {
                List<ReceivedMessage> received =
                        receiving.receive(
                                receiver.account,
                                queue,
                                receiver.want,
                                clock.instant(),
                                this::came);
                if (received.isEmpty() && rests(queue)) {
                    return;
                }
                if (!received.isEmpty() && !receiver.answer.complete(received)) {
                    giveBack(receiver, received);
                }
            } catch (RuntimeException e) {
                LOG.warn("receivers of queue {} could not be served", queue.value(), e);
                receiver.answer.completeExceptionally(e);
            }
            next = next(queue);
        }
    }

    /** Who has gone while messages were fetched leaves them to the next one. */
    private void giveBack(Receiver receiver, List<ReceivedMessage> received) {
        receiving.giveBack(receiver.account, receiver.queue, received, clock.instant());
        synchronized (this) {
            line(receiver.queue).again = true;
        }
    }

    /** The first who waits still; without one, nobody serves this queue from now on. */
    private synchronized Optional<Receiver> next(QueueId queue) {
        Line line = line(queue);
        line.again = false;
        if (line.receivers.isEmpty()) {
            lines.remove(queue);
        }
        return Optional.ofNullable(line.receivers.peekFirst());
    }

    /** Whether nothing came since the queue was found empty; then nobody serves it any more. */
    private synchronized boolean rests(QueueId queue) {
        Line line = line(queue);
        if (line.again) {
            return false;
        }
        line.served = false;
        if (line.receivers.isEmpty()) {
            lines.remove(queue);
        }
        return true;
    }

    /** Of a queue that is being served, which has one to the end. */
    private Line line(QueueId queue) {
        return Objects.requireNonNull(lines.get(queue), "nobody serves this queue");
    }

    private synchronized void enter(Receiver receiver) {
        if (closed) {
            throw new RefusedException(
                    ErrorCode.PLATFORM_BUSY, "the platform is stopping; try again", RETRY);
        }
        int before = byAccount.getOrDefault(receiver.account, 0);
        if (before >= properties.waitersPerAccount()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_RATE,
                    "an account may wait for messages %d times at once, and does; wait less"
                            .formatted(before),
                    RETRY);
        }
        if (waiting >= properties.waiters()) {
            throw new RefusedException(
                    ErrorCode.PLATFORM_BUSY,
                    "as many wait for messages as this node serves; try again, or ask without wait",
                    RETRY);
        }
        waiting++;
        byAccount.put(receiver.account, before + 1);
        lines.computeIfAbsent(receiver.queue, _ -> new Line()).receivers.add(receiver);
    }

    private synchronized void leave(Receiver receiver) {
        Line line = lines.get(receiver.queue);
        if (line == null || !line.receivers.remove(receiver)) {
            return;
        }
        waiting--;
        byAccount.computeIfPresent(receiver.account, (_, n) -> n == 1 ? null : n - 1);
        if (line.receivers.isEmpty() && !line.served) {
            lines.remove(receiver.queue);
        }
    }

    private synchronized int waiting() {
        return waiting;
    }
}
