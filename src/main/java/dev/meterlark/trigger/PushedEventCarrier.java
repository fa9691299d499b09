package dev.meterlark.trigger;

import dev.meterlark.invocation.Acceptance;
import dev.meterlark.platform.Carried;
import dev.meterlark.platform.OutboxCarrier;
import dev.meterlark.platform.OutboxEntry;

import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;

import java.util.Optional;

/** Brings events that were committed to their triggers. Those of a paused one wait for it. */
@Component
class PushedEventCarrier implements OutboxCarrier {

    static final String KIND = "trigger";

    private final LiveTriggers triggers;
    private final Handover handover;
    private final JsonMapper json;

    PushedEventCarrier(LiveTriggers triggers, Handover handover, JsonMapper json) {
        this.triggers = triggers;
        this.handover = handover;
        this.json = json;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Carried carry(OutboxEntry entry, int attempt) {
        PushedEvent pushed;
        try {
            pushed = PushedEvent.decode(entry.body());
        } catch (IllegalArgumentException e) {
            return new Carried.Hopeless("the platform cannot read its own event");
        }
        Optional<Trigger<?>> trigger = triggers.find(entry.account(), pushed.trigger());
        if (trigger.isEmpty()) {
            return new Carried.Delivered(); // nobody wants it any more
        }
        return switch (trigger.get().state()) {
            case ENABLED -> hand(trigger.get(), pushed, entry);
            case PAUSED -> new Carried.Failed("the trigger is paused", null);
            case STOPPED -> new Carried.Hopeless("the trigger is stopped");
        };
    }

    /** The entry's id makes it one call, however often it is carried. */
    private Carried hand(Trigger<?> trigger, PushedEvent pushed, OutboxEntry entry) {
        return Acceptance.awaited(
                handover.event(
                        trigger,
                        json.readTree(pushed.event()),
                        entry.id().toString(),
                        null,
                        pushed.origin()));
    }
}
