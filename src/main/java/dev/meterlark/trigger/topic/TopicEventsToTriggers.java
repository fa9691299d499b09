package dev.meterlark.trigger.topic;

import dev.meterlark.invocation.Lineage;
import dev.meterlark.storage.topic.TopicEvent;
import dev.meterlark.storage.topic.TopicListener;
import dev.meterlark.trigger.LiveTriggers;
import dev.meterlark.trigger.PushedEvents;

import org.springframework.stereotype.Component;

import java.util.Optional;

/** Puts each event on its way to the triggers of its topic. */
@Component
class TopicEventsToTriggers implements TopicListener {

    private final TopicKind kind;
    private final LiveTriggers triggers;
    private final PushedEvents pushed;

    TopicEventsToTriggers(TopicKind kind, LiveTriggers triggers, PushedEvents pushed) {
        this.kind = kind;
        this.triggers = triggers;
        this.pushed = pushed;
    }

    @Override
    public int published(TopicEvent event) {
        return pushed.push(
                triggers.about(kind, event.account(), event.topic()),
                event.event(),
                "topic " + event.topic(),
                Lineage.of(Optional.ofNullable(event.by())));
    }
}
