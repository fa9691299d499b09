package dev.meterlark.trigger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.edge.CallingInvocation;
import dev.meterlark.function.snapshot.DestinationTarget.OfQueue;
import dev.meterlark.invocation.Destination;
import dev.meterlark.invocation.Notice;
import dev.meterlark.platform.Carried;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.queue.NewMessage;
import dev.meterlark.storage.queue.QueueMessages;
import dev.meterlark.storage.queue.Queues;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Map;

/** A queue that gets the record of a call's end as a message. */
@Component
class QueueDestination implements Destination<OfQueue> {

    private final Queues queues;
    private final QueueMessages messages;

    QueueDestination(Queues queues, QueueMessages messages) {
        this.queues = queues;
        this.messages = messages;
    }

    @Override
    public Class<OfQueue> type() {
        return OfQueue.class;
    }

    /** Ends have no order that a queue could keep. */
    @Override
    public @Nullable String refusal(AccountId account, OfQueue target) {
        return queues.existsUnordered(account, target.queue())
                ? null
                : "there is no queue without order by group '%s' to tell".formatted(target.queue());
    }

    /**
     * The notice's id keeps a second message out, for as long as the queue does that. The call
     * sends it, and so is before what it starts.
     */
    @Override
    public Carried tell(OfQueue target, Notice notice) {
        var message =
                new NewMessage(
                        new String(notice.record(), UTF_8),
                        Map.of("call", notice.call().toString()),
                        null,
                        null,
                        "destination/" + notice.id());
        int depth = Math.max(0, notice.lineage().depth() - 1);
        try {
            new CallingInvocation(notice.call(), depth, notice.trace().traceparent())
                    .doing(
                            () ->
                                    messages.bring(
                                            notice.account(), target.queue(), List.of(message)));
            return new Carried.Delivered();
        } catch (RefusedException e) {
            return StorageRefusals.carried(e);
        }
    }
}
