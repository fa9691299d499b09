package dev.meterlark.storage.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes messages out of a queue's line for a while, and gives up those that came too often. */
@Component
class Receiving {

    private static final TypeReference<Map<String, String>> ATTRIBUTES = new TypeReference<>() {};

    /** Rounds of one request in which everything found was given up. */
    private static final int ROUNDS = 10;

    private final QueueRows queues;
    private final MessageRows messages;
    private final Groups groups;
    private final Settling settling;
    private final TransactionTemplate transaction;
    private final QueueMetrics metrics;
    private final JsonMapper json;
    private final long mostBytes;

    Receiving(
            QueueRows queues,
            MessageRows messages,
            Groups groups,
            Settling settling,
            PlatformTransactionManager transactions,
            QueueMetrics metrics,
            QueueProperties properties,
            JsonMapper json) {
        this.queues = queues;
        this.messages = messages;
        this.groups = groups;
        this.settling = settling;
        this.transaction = new TransactionTemplate(transactions);
        this.metrics = metrics;
        this.json = json;
        this.mostBytes = properties.maxBatchSize().toBytes();
    }

    /** What one claim brought; given up ones are in their dead-letter queue by then. */
    private record Claim(List<ReceivedMessage> received, int givenUp) {}

    /**
     * @param id of the queue; nothing is received of one that is not there any more
     * @param moved told of a dead-letter queue that got something
     */
    List<ReceivedMessage> receive(
            AccountId account, QueueId id, Want want, Instant now, Consumer<QueueId> moved) {
        for (int round = 0; round < ROUNDS; round++) {
            Optional<Queue> queue = queues.find(account, id);
            if (queue.isEmpty()) {
                return List.of();
            }
            Claim claim =
                    Objects.requireNonNull(transaction.execute(_ -> claim(queue.get(), want, now)));
            QueueId deadLetters = queue.get().deadLetterQueue();
            if (claim.givenUp > 0 && deadLetters != null) {
                metrics.givenUp(claim.givenUp);
                moved.accept(deadLetters);
            }
            metrics.received(claim.received.size());
            if (!claim.received.isEmpty() || claim.givenUp == 0) {
                return claim.received;
            }
        }
        return List.of();
    }

    /** As if they had not been received, but for the count. */
    void giveBack(AccountId account, QueueId id, List<ReceivedMessage> received, Instant now) {
        Optional<Queue> queue = queues.find(account, id);
        for (ReceivedMessage each : received) {
            Receipt receipt = Receipt.parse(each.receipt()).orElseThrow();
            queue.ifPresent(still -> settling.hide(still, receipt, now));
        }
    }

    private Claim claim(Queue queue, Want want, Instant now) {
        Duration visibility =
                Optional.ofNullable(want.visibility()).orElse(queue.terms().visibilityTimeout());
        Instant hiddenUntil = now.plus(visibility);
        if (!queue.ordered()) {
            return take(queue, messages.claim(queue, want.most(), now), now, hiddenUntil);
        }
        List<ReceivedMessage> received = new ArrayList<>();
        int givenUp = 0;
        for (String group : groups.claim(queue, want.most(), now)) {
            int room = want.most() - received.size();
            if (room > 0) {
                Claim claim = take(queue, due(queue, group, room, now), now, hiddenUntil);
                received.addAll(claim.received);
                givenUp += claim.givenUp;
                groups.settle(queue, group);
            }
        }
        return new Claim(received, givenUp);
    }

    /** None overtakes one before it that is not due. */
    private List<MessageRows.Lying> due(Queue queue, String group, int most, Instant now) {
        return messages.first(queue, group, most, now).stream()
                .takeWhile(each -> !each.dueAt().isAfter(now))
                .toList();
    }

    private Claim take(
            Queue queue, List<MessageRows.Lying> found, Instant now, Instant hiddenUntil) {
        List<MessageRows.Lying> givenUp =
                found.stream().filter(each -> queue.givesUp(each.receives())).toList();
        List<MessageRows.Lying> taken =
                withinBytes(
                        found.stream().filter(each -> !queue.givesUp(each.receives())).toList());
        QueueId deadLetters = queue.deadLetterQueue();
        if (!givenUp.isEmpty() && deadLetters != null) {
            giveUp(queue, deadLetters, givenUp, now);
        }
        messages.receive(taken, now, hiddenUntil);
        return new Claim(
                taken.stream().map(each -> received(queue, each, now, hiddenUntil)).toList(),
                givenUp.size());
    }

    private void giveUp(
            Queue queue, QueueId deadLetters, List<MessageRows.Lying> givenUp, Instant now) {
        Queue to = queues.find(queue.account(), deadLetters).orElseThrow();
        List<MessageId> ids = givenUp.stream().map(MessageRows.Lying::id).toList();
        if (!to.ordered()) {
            messages.move(ids, to, queue.id(), now);
            return;
        }
        queues.lock(queue.account(), to.name());
        groups.change(
                to,
                givenUp.stream().map(each -> Objects.requireNonNull(each.group())).toList(),
                () -> messages.move(ids, to, queue.id(), now));
    }

    /** The rest stays where it is; one is always within. */
    private List<MessageRows.Lying> withinBytes(List<MessageRows.Lying> found) {
        List<MessageRows.Lying> within = new ArrayList<>();
        long bytes = 0;
        for (MessageRows.Lying each : found) {
            bytes += each.bytes();
            if (!within.isEmpty() && bytes > mostBytes) {
                break;
            }
            within.add(each);
        }
        return within;
    }

    private ReceivedMessage received(
            Queue queue, MessageRows.Lying each, Instant now, Instant hiddenUntil) {
        Instant first = each.firstReceivedAt();
        QueueId from = each.cameFrom();
        return new ReceivedMessage(
                each.id(),
                new Receipt(each.id(), each.epoch() + 1).text(),
                new String(each.body(), UTF_8),
                texts(each.attributes()),
                texts(each.attributeTypes()),
                each.group(),
                each.deduplicationId(),
                queue.ordered() ? each.position() : null,
                from == null ? null : name(queue, from),
                each.sentAt(),
                first == null ? now : first,
                each.receives() + 1,
                hiddenUntil,
                each.sentBy());
    }

    private Map<String, String> texts(@Nullable String written) {
        return written == null ? Map.of() : json.readValue(written, ATTRIBUTES);
    }

    /** Null when it is gone by now. */
    private @Nullable String name(Queue queue, QueueId id) {
        return queues.find(queue.account(), id).map(Queue::name).orElse(null);
    }
}
