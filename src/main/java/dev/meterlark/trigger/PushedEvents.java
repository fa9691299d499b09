package dev.meterlark.trigger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.platform.Columns;
import dev.meterlark.platform.Outbox;
import dev.meterlark.platform.OutboxEntry;

import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;

import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/**
 * Events that are committed with what made them happen, and then brought to their triggers: at
 * least once, and as one call each. For whoever hears of an event inside a transaction.
 */
@Component
public class PushedEvents {

    private static final int LONGEST_ABOUT = 200;

    private final Outbox outbox;
    private final Handover handover;
    private final InstantSource clock;

    PushedEvents(Outbox outbox, Handover handover, InstantSource clock) {
        this.outbox = outbox;
        this.handover = handover;
        this.clock = clock;
    }

    /**
     * Joins the caller's transaction, and may be called in one alone.
     *
     * @param about what it is, for people: {@code topic orders to resize}
     * @param origin of the call that comes of it
     * @return how many of the triggers want it
     */
    public int push(
            List<? extends Trigger<?>> triggers, JsonNode event, String about, Origin origin) {
        List<? extends Trigger<?>> wanting =
                triggers.stream().filter(each -> handover.wants(each, event)).toList();
        if (!wanting.isEmpty()) {
            byte[] bytes = event.toString().getBytes(UTF_8);
            outbox.put(wanting.stream().map(each -> entry(each, bytes, about, origin)).toList());
        }
        return wanting.size();
    }

    private OutboxEntry entry(Trigger<?> trigger, byte[] event, String about, Origin origin) {
        String to = "%s to %s".formatted(about, trigger.target().name());
        return new OutboxEntry(
                PushedEventId.random().value(),
                PushedEventCarrier.KIND,
                trigger.account(),
                Objects.requireNonNull(Columns.text(to, LONGEST_ABOUT)),
                new PushedEvent(trigger.id(), origin, event).encoded(),
                clock.instant());
    }
}
