package dev.meterlark.trigger.queue;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;
import dev.meterlark.storage.queue.Queues;
import dev.meterlark.trigger.Capabilities;
import dev.meterlark.trigger.Feed;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerKind;

import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Messages of a queue of the account, in the shape of SQS's events. */
@Component
class QueueKind implements TriggerKind<OfQueue> {

    private static final Capabilities CAPABILITIES = new Capabilities(10, 1_000, false, false);

    private final Queues queues;
    private final QueueFeed feed;
    private final MessageEvents events;

    QueueKind(Queues queues, QueueFeed feed, MessageEvents events) {
        this.queues = queues;
        this.feed = feed;
        this.events = events;
    }

    @Override
    public String type() {
        return "queue";
    }

    @Override
    public Class<OfQueue> configuration() {
        return OfQueue.class;
    }

    @Override
    public OfQueue checked(Trigger<OfQueue> wanted) {
        String queue = wanted.configuration().queue();
        if (queue == null || !queues.exists(wanted.account(), queue)) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "queue must be a queue of the account, was: "
                            + (queue == null ? "missing" : Shown.text(queue)));
        }
        return wanted.configuration();
    }

    /** The queue itself brings back what failed, so that nothing else has to heed it. */
    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    /** What is run is deleted then. */
    @Override
    public Set<Permission> needs() {
        return Set.of(Permission.STORAGE_WRITE);
    }

    @Override
    public String about(OfQueue configuration) {
        return configuration.named();
    }

    @Override
    public JsonNode sample(Trigger<OfQueue> trigger) {
        return events.sample(trigger.account(), trigger.configuration().named());
    }

    @Override
    public Map<String, Object> facts(Trigger<OfQueue> trigger) {
        Map<String, Object> facts = new LinkedHashMap<>();
        queues.counts(trigger.account(), trigger.configuration().named())
                .ifPresentOrElse(
                        counts -> {
                            facts.put("waiting", counts.waiting());
                            facts.put("inFlight", counts.inFlight());
                            facts.put("lagSeconds", counts.oldestAgeSeconds());
                        },
                        () -> facts.put("trouble", "the queue was deleted"));
        return facts;
    }

    @Override
    public Feed<OfQueue> feed() {
        return feed;
    }
}
