package dev.meterlark.trigger.bucket;

import dev.meterlark.edge.CallingInvocation;
import dev.meterlark.platform.OutboxRoom;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.bucket.ObjectChange;
import dev.meterlark.storage.bucket.ObjectListener;
import dev.meterlark.trigger.LiveTriggers;
import dev.meterlark.trigger.Origin;
import dev.meterlark.trigger.PushedEvents;
import dev.meterlark.trigger.Trigger;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.List;

/**
 * Puts each change of an object on its way to the triggers of its bucket. What a function writes
 * goes on with its chain of calls, so that one that makes itself run comes to an end.
 */
@Component
class ObjectsToTriggers implements ObjectListener {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final BucketKind kind;
    private final LiveTriggers triggers;
    private final PushedEvents pushed;
    private final ObjectEvents events;
    private final OutboxRoom room;

    ObjectsToTriggers(
            BucketKind kind,
            LiveTriggers triggers,
            PushedEvents pushed,
            ObjectEvents events,
            OutboxRoom room) {
        this.kind = kind;
        this.triggers = triggers;
        this.pushed = pushed;
        this.events = events;
        this.room = room;
    }

    /**
     * @throws RefusedException when the account has too many events waiting: the change is refused,
     *     because it must not happen without its event
     */
    @Override
    public void changed(ObjectChange change) {
        List<Trigger<BucketTrigger>> wanting =
                triggers.about(kind, change.account(), change.object().bucket()).stream()
                        .filter(each -> each.configuration().wants(change))
                        .toList();
        if (wanting.isEmpty()) {
            return;
        }
        if (room.isFull(change.account())) {
            throw new RefusedException(
                    ErrorCode.OUTBOX_FULL,
                    "the bucket has triggers, and the account has as many events waiting for theirs"
                            + " as it may; try again when some have been carried",
                    SOON);
        }
        pushed.push(
                wanting,
                events.of(change),
                "bucket " + change.object().bucket(),
                Origin.of(CallingInvocation.current()));
    }
}
