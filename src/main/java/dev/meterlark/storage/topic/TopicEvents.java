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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Publishes events: committed with all their deliveries when it returns. */
@Service
public class TopicEvents {

    private static final Logger LOG = LoggerFactory.getLogger(TopicEvents.class);
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
        if (name.equals(Topics.SYSTEM)) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "only the platform publishes to %s; make a topic of your own"
                            .formatted(Topics.SYSTEM));
        }
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
        var published = new TopicEvent(account, topic.name(), event, by, now);
        return new Published(event.path("id").asString(), deliver(topic, List.of(published)));
    }

    /**
     * Events of the platform itself, on the topic that the account has for them. Joins the
     * transaction of what they tell of, and never fails it: what finds no room is dropped, and said
     * in the log.
     *
     * @param given each with its type, source and data
     * @param by the calls that they are of, one for each; null where none is
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void tell(
            AccountId account, List<JsonNode> given, List<@Nullable CallingInvocation> by) {
        if (room.isFull(account)) {
            LOG.warn("{} events of account {} found no room", given.size(), account);
            return;
        }
        Instant now = clock.instant();
        List<TopicEvent> published = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            ObjectNode event = EventForm.of(given.get(i), Topics.SYSTEM, now);
            published.add(new TopicEvent(account, Topics.SYSTEM, event, by.get(i), now));
        }
        deliver(rows.find(account, Topics.SYSTEM).orElse(null), published);
    }

    /**
     * @param topic null where nobody can have subscribed
     * @return how many are on their way because of them
     */
    private int deliver(@Nullable Topic topic, List<TopicEvent> published) {
        int deliveries = 0;
        if (topic != null) {
            List<Subscription> subscriptions = rows.subscriptions(topic);
            List<OutboxEntry> entries =
                    published.stream()
                            .flatMap(
                                    event ->
                                            subscriptions.stream()
                                                    .filter(each -> wants(each, event.event()))
                                                    .map(each -> delivery(topic, each, event)))
                            .toList();
            outbox.put(entries);
            deliveries = entries.size();
        }
        return deliveries + listeners.stream().mapToInt(each -> each.published(published)).sum();
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

    private static OutboxEntry delivery(Topic topic, Subscription to, TopicEvent event) {
        return new OutboxEntry(
                DeliveryId.random().value(),
                TopicCarrier.KIND,
                topic.account(),
                "topic %s to %s".formatted(topic.name(), to.shownTarget()),
                new Delivery(to.id(), event.by(), event.event().toString().getBytes(UTF_8))
                        .encoded(),
                event.publishedAt());
    }
}
