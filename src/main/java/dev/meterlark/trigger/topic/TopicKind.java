package dev.meterlark.trigger.topic;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;
import dev.meterlark.storage.topic.Topics;
import dev.meterlark.trigger.StoredKind;
import dev.meterlark.trigger.Trigger;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.time.InstantSource;
import java.util.Map;

/** Events of a topic of the account: CloudEvents as they were published, in no promised order. */
@Component
class TopicKind implements StoredKind<TopicKind.OfTopic> {

    private final Topics topics;
    private final InstantSource clock;

    /**
     * @param topic its name
     */
    record OfTopic(@Nullable String topic) {

        String named() {
            return topic == null ? "" : topic;
        }
    }

    TopicKind(Topics topics, InstantSource clock) {
        this.topics = topics;
        this.clock = clock;
    }

    @Override
    public String type() {
        return "topic";
    }

    @Override
    public Class<OfTopic> configuration() {
        return OfTopic.class;
    }

    @Override
    public OfTopic checked(Trigger<OfTopic> wanted) {
        String topic = wanted.configuration().topic();
        if (topic == null || !topics.exists(wanted.account(), topic)) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "topic must be a topic of the account, was: "
                            + (topic == null ? "missing" : Shown.text(topic)));
        }
        return wanted.configuration();
    }

    @Override
    public String about(OfTopic configuration) {
        return configuration.named();
    }

    @Override
    public JsonNode sample(Trigger<OfTopic> trigger) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("specversion", "1.0");
        event.put("id", trigger.id() + "-test");
        event.put("source", "/topics/" + trigger.configuration().named());
        event.put("type", "test.event");
        event.put("time", clock.instant().toString());
        event.put("datacontenttype", "application/json");
        event.putObject("data").put("message", "Is anybody there?");
        return event;
    }

    /** A topic that was deleted is said, because nothing will come of it any more. */
    @Override
    public Map<String, Object> facts(Trigger<OfTopic> trigger) {
        boolean there = topics.exists(trigger.account(), trigger.configuration().named());
        return there ? Map.of() : Map.of("trouble", "the topic was deleted");
    }
}
