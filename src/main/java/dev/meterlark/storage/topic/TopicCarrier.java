package dev.meterlark.storage.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.platform.Carried;
import dev.meterlark.platform.OutboxCarrier;
import dev.meterlark.platform.OutboxEntry;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.queue.NewMessage;
import dev.meterlark.storage.queue.QueueMessages;

import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings events to the queues that subscribed to them. */
@Component
class TopicCarrier implements OutboxCarrier {

    static final String KIND = "topic";

    private final TopicRows rows;
    private final QueueMessages messages;

    TopicCarrier(TopicRows rows, QueueMessages messages) {
        this.rows = rows;
        this.messages = messages;
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
        var message =
                new NewMessage(
                        new String(delivery.event(), UTF_8),
                        Map.of(),
                        null,
                        null,
                        "topic/" + entry.id());
        try {
            messages.send(entry.account(), to.get().queue(), List.of(message));
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
