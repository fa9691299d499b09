package dev.meterlark.trigger;

import dev.meterlark.platform.Carried;
import dev.meterlark.platform.OutboxCarrier;
import dev.meterlark.platform.OutboxEntry;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.RefusedException;

import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Brings events that were committed to their triggers. Those of a paused one wait for it. */
@Component
class PushedEventCarrier implements OutboxCarrier {

    static final String KIND = "trigger";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

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
        try {
            handover.event(
                            trigger,
                            json.readTree(pushed.event()),
                            entry.id().toString(),
                            null,
                            pushed.lineage())
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return new Carried.Delivered();
        } catch (ExecutionException e) {
            return e.getCause() instanceof RefusedException refusal
                    ? refused(refusal)
                    : new Carried.Failed("the platform did not accept the call", null);
        } catch (TimeoutException e) {
            return new Carried.Failed("the platform did not accept the call in time", null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Carried.Failed("the platform stopped", null);
        }
    }

    /** A function that is missing may be on its way to this node, or come back. */
    private static Carried refused(RefusedException refusal) {
        ErrorCode code = refusal.code();
        boolean passes =
                code.retryable()
                        || code.fault() == Fault.PLATFORM
                        || code == ErrorCode.NOT_FOUND
                        || code == ErrorCode.FUNCTION_WITHOUT_CODE;
        return passes
                ? new Carried.Failed(refusal.publicText(), refusal.retryAfter())
                : new Carried.Hopeless(refusal.publicText());
    }
}
