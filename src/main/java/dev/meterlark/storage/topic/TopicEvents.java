package dev.meterlark.storage.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.edge.CallingInvocation;
import dev.meterlark.platform.Outbox;
import dev.meterlark.platform.OutboxEntry;
import dev.meterlark.platform.OutboxRoom;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.pattern.EventPattern;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Publishes events: committed with all their deliveries when it returns. */
@Service
public class TopicEvents {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final Topics topics;
    private final TopicRows rows;
    private final Outbox outbox;
    private final OutboxRoom room;
    private final TopicProperties properties;
    private final JsonMapper json;
    private final InstantSource clock;
    private final ObjectProvider<TopicListener> listeners;

    TopicEvents(
            Topics topics,
            TopicRows rows,
            Outbox outbox,
            OutboxRoom room,
            TopicProperties properties,
            JsonMapper json,
            InstantSource clock,
            ObjectProvider<TopicListener> listeners) {
        this.topics = topics;
        this.rows = rows;
        this.outbox = outbox;
        this.room = room;
        this.properties = properties;
        this.json = json;
        this.clock = clock;
        this.listeners = listeners;
    }

    /** The same by nobody's call. */
    @Transactional
    public Published publish(AccountId account, String name, JsonNode given) {
        return publish(account, name, given, null);
    }

    /**
     * Joins a transaction that there is already.
     *
     * @param given a CloudEvent, or {@code {type, data}}
     * @param by the call that publishes it; null when no function does
     */
    @Transactional
    public Published publish(
            AccountId account, String name, JsonNode given, @Nullable CallingInvocation by) {
        Topic topic = topics.find(account, name);
        Instant now = clock.instant();
        ObjectNode event = EventForm.of(given, topic.name(), now);
        byte[] bytes = event.toString().getBytes(UTF_8);
        if (bytes.length > properties.maxEventSize().toBytes()) {
            throw new RefusedException(
                    ErrorCode.EVENT_TOO_LARGE,
                    "an event may have %d bytes as JSON, and has %d"
                            .formatted(properties.maxEventSize().toBytes(), bytes.length));
        }
        requireRoom(account);
        List<OutboxEntry> deliveries =
                rows.subscriptions(topic).stream()
                        .filter(each -> wants(each, event))
                        .map(each -> delivery(topic, each, bytes, now))
                        .toList();
        outbox.put(deliveries);
        var published = new TopicEvent(account, topic.name(), event, by, now);
        int more = listeners.stream().mapToInt(each -> each.published(published)).sum();
        return new Published(event.path("id").asString(), deliveries.size() + more);
    }

    private void requireRoom(AccountId account) {
        if (room.isFull(account)) {
            throw new RefusedException(
                    ErrorCode.DELIVERIES_FULL,
                    "as many events of the account wait for their delivery as may: see to the"
                            + " queues that take none, or delete their subscriptions",
                    SOON);
        }
    }

    private boolean wants(Subscription subscription, JsonNode event) {
        String filter = subscription.filter();
        return filter == null || EventPattern.of(json.readTree(filter)).matches(event);
    }

    private static OutboxEntry delivery(Topic topic, Subscription to, byte[] event, Instant now) {
        return new OutboxEntry(
                DeliveryId.random().value(),
                TopicCarrier.KIND,
                topic.account(),
                "topic %s to queue %s".formatted(topic.name(), to.queue()),
                new Delivery(to.id(), event).encoded(),
                now);
    }
}
