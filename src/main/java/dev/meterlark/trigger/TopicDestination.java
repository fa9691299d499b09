package dev.meterlark.trigger;

import dev.meterlark.edge.CallingInvocation;
import dev.meterlark.function.snapshot.DestinationTarget.OfTopic;
import dev.meterlark.invocation.Destination;
import dev.meterlark.invocation.Notice;
import dev.meterlark.platform.Carried;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.topic.TopicEvents;
import dev.meterlark.storage.topic.Topics;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A topic on which the end of a call is an event, with AWS's record as its data. */
@Component
class TopicDestination implements Destination<OfTopic> {

    private static final String TYPE = "dev.meterlark.call.ended";

    private final Topics topics;
    private final TopicEvents events;
    private final JsonMapper json;

    TopicDestination(Topics topics, TopicEvents events, JsonMapper json) {
        this.topics = topics;
        this.events = events;
        this.json = json;
    }

    @Override
    public Class<OfTopic> type() {
        return OfTopic.class;
    }

    @Override
    public @Nullable String refusal(AccountId account, OfTopic target) {
        return topics.exists(account, target.topic())
                ? null
                : "there is no topic '%s' to tell".formatted(target.topic());
    }

    /** Told again, it is an event with the same id. */
    @Override
    public Carried tell(OfTopic target, Notice notice) {
        ObjectNode event = json.createObjectNode();
        event.put("id", notice.id().toString());
        event.put("type", TYPE);
        event.put("source", "/functions/" + notice.function());
        event.put("subject", notice.call().toString());
        event.set("data", json.readTree(notice.record()));
        try {
            int depth = Math.max(0, notice.lineage().depth() - 1);
            var by = new CallingInvocation(notice.call(), depth, notice.trace().traceparent());
            events.publish(notice.account(), target.topic(), event, by);
            return new Carried.Delivered();
        } catch (RefusedException e) {
            return StorageRefusals.carried(e);
        }
    }
}
