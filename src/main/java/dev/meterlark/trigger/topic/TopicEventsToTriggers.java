package dev.meterlark.trigger.topic;

import dev.meterlark.storage.topic.TopicEvent;
import dev.meterlark.storage.topic.TopicListener;
import dev.meterlark.trigger.LiveTriggers;
import dev.meterlark.trigger.Origin;
import dev.meterlark.trigger.PushedEvents;

import org.springframework.stereotype.Component;

import java.util.List;
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
    public int published(List<TopicEvent> events) {
        TopicEvent first = events.getFirst();
        var listening = triggers.about(kind, first.account(), first.topic());
        return events.stream()
                .mapToInt(
                        event ->
                                pushed.push(
                                        listening,
                                        event.event(),
                                        "topic " + event.topic(),
                                        Origin.of(Optional.ofNullable(event.by()))))
                .sum();
    }
}
