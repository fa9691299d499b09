package dev.meterlark.trigger.queue;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.queue.QueueMessages;
import dev.meterlark.storage.queue.ReceivedMessage;
import dev.meterlark.trigger.Handover;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerReport;

import org.springframework.stereotype.Component;

import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Receives one batch: waits for the first message, and then for the others no longer than the
 * trigger's window. What its filter does not want is deleted, as AWS does.
 */
@Component
class Gathering {

    /** In memory, together; an event may have about as many. */
    private static final long MOST_BYTES = 1 << 20;

    private final QueueMessages messages;
    private final MessageEvents events;
    private final Handover handover;
    private final TriggerReport report;

    Gathering(
            QueueMessages messages, MessageEvents events, Handover handover, TriggerReport report) {
        this.messages = messages;
        this.events = events;
        this.handover = handover;
        this.report = report;
    }

    /**
     * @param hidden how long they are nobody else's, from the time of receipt on
     * @return empty when none came for a while, or none is wanted
     */
    List<InFlight> batch(Trigger<OfQueue> trigger, Duration hidden, CurrentWait waiting) {
        int most = trigger.reception().batchSize();
        List<ReceivedMessage> received =
                receive(trigger, most, messages.longestWait(), hidden, waiting);
        List<InFlight> batch = new ArrayList<>(wanted(trigger, received));
        long end = System.nanoTime() + trigger.reception().batchWindow().toNanos();
        long left = end - System.nanoTime();
        while (!received.isEmpty()
                && left > 0
                && batch.size() < most
                && bytes(batch) < MOST_BYTES
                && !waiting.isEnded()) {
            Duration wait = Duration.ofSeconds(Math.max(1, left / 1_000_000_000L));
            received = more(trigger, most - batch.size(), wait, hidden, waiting);
            batch.addAll(wanted(trigger, received));
            left = end - System.nanoTime();
        }
        return batch;
    }

    /** Behind others, which are not kept waiting because a further request cannot be paid. */
    private List<ReceivedMessage> more(
            Trigger<OfQueue> trigger,
            int most,
            Duration wait,
            Duration hidden,
            CurrentWait waiting) {
        try {
            return receive(trigger, most, wait, hidden, waiting);
        } catch (RefusedException e) {
            if (isAboutMoney(e)) {
                return List.of();
            }
            throw e;
        }
    }

    static boolean isAboutMoney(RefusedException refusal) {
        return refusal.code() == ErrorCode.SPEND_CAP || refusal.code() == ErrorCode.SPEND_RESERVED;
    }

    private List<ReceivedMessage> receive(
            Trigger<OfQueue> trigger,
            int most,
            Duration wait,
            Duration hidden,
            CurrentWait waiting) {
        Duration waited =
                wait.compareTo(messages.longestWait()) < 0 ? wait : messages.longestWait();
        CompletableFuture<List<ReceivedMessage>> received =
                messages.receive(
                        trigger.account(),
                        trigger.configuration().named(),
                        Math.min(most, messages.maxBatch()),
                        (int) waited.toSeconds(),
                        (int) hidden.toSeconds());
        waiting.become(received);
        try {
            return received.join();
        } catch (CancellationException e) {
            return List.of();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private List<InFlight> wanted(Trigger<OfQueue> trigger, List<ReceivedMessage> received) {
        if (received.isEmpty()) {
            return List.of();
        }
        List<InFlight> wanted = new ArrayList<>();
        List<String> unwanted = new ArrayList<>();
        String queue = trigger.configuration().named();
        for (ReceivedMessage each : received) {
            ObjectNode record = events.record(trigger.account(), queue, each);
            if (handover.wants(trigger, events.forFilter(record))) {
                wanted.add(new InFlight(each, record));
            } else {
                unwanted.add(each.receipt());
            }
        }
        if (!unwanted.isEmpty()) {
            messages.deleteAll(trigger.account(), queue, unwanted);
        }
        if (!wanted.isEmpty()) {
            Instant newest = wanted.getLast().message().sentAt();
            report.seen(trigger, wanted.size(), newest);
        }
        return wanted;
    }

    private static long bytes(List<InFlight> batch) {
        return batch.stream().mapToLong(each -> each.message().body().length()).sum();
    }
}
