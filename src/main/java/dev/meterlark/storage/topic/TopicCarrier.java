package dev.meterlark.storage.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.edge.CallingInvocation;
import dev.meterlark.platform.Carried;
import dev.meterlark.platform.OutboxCarrier;
import dev.meterlark.platform.OutboxEntry;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.queue.NewMessage;
import dev.meterlark.storage.queue.QueueMessages;

import org.springframework.stereotype.Component;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings events to those who subscribed to them. */
@Component
class TopicCarrier implements OutboxCarrier {

    static final String KIND = "topic";

    private final TopicRows rows;
    private final QueueMessages messages;
    private final Subscribers subscribers;
    private final SigningKeys keys;
    private final InstantSource clock;

    TopicCarrier(
            TopicRows rows,
            QueueMessages messages,
            Subscribers subscribers,
            SigningKeys keys,
            InstantSource clock) {
        this.rows = rows;
        this.messages = messages;
        this.subscribers = subscribers;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** The delivery's id keeps a second message out of the queue, for as long as queues do that. */
    @Override
    public Carried carry(OutboxEntry entry, int attempt) {
        Delivery delivery = Delivery.decode(entry.body());
        Optional<Subscription> to = rows.subscription(entry.account(), delivery.to());
        if (to.isEmpty()) {
            return new Carried.Delivered(); // nobody wants it any more
        }
        Subscription subscription = to.get();
        Target target = subscription.target();
        return target == null
                ? send(entry, delivery, String.valueOf(subscription.queue()))
                : deliver(entry, delivery, subscription, target);
    }

    private Carried deliver(
            OutboxEntry entry, Delivery delivery, Subscription subscription, Target target) {
        var event =
                new ToSubscriber(
                        entry.id(),
                        entry.account(),
                        target,
                        delivery.by(),
                        keys.of(subscription.id(), clock.instant()),
                        delivery.event());
        return subscribers
                .find(subscription.subscriber())
                .map(each -> each.deliver(event))
                .orElseGet(
                        () ->
                                new Carried.Failed(
                                        "nobody here tells a " + subscription.subscriber(), null));
    }

    private Carried send(OutboxEntry entry, Delivery delivery, String queue) {
        var message =
                new NewMessage(
                        new String(delivery.event(), UTF_8),
                        Map.of(),
                        null,
                        null,
                        "topic/" + entry.id());
        CallingInvocation by = delivery.by();
        try {
            if (by == null) {
                messages.bring(entry.account(), queue, List.of(message));
            } else {
                by.doing(() -> messages.bring(entry.account(), queue, List.of(message)));
            }
            return new Carried.Delivered();
        } catch (RefusedException e) {
            boolean passes =
                    e.code().retryable()
                            || e.code().fault() == Fault.PLATFORM
                            || e.code() == ErrorCode.NOT_FOUND;
            return passes
                    ? new Carried.Failed(e.publicText(), e.retryAfter())
                    : new Carried.Hopeless(e.publicText());
        }
    }
}
