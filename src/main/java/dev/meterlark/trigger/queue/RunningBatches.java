package dev.meterlark.trigger.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.edge.CallingInvocation;
import dev.meterlark.invocation.Answer;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.Invocations;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.invocation.TraceContext;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.queue.QueueMessages;
import dev.meterlark.trigger.Handover;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerReport;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Runs a batch while its messages are in flight, and settles them: what succeeded is deleted, what
 * failed comes back when the queue says so. A batch that is larger than an event may be is run in
 * halves. Blocks for as long as the function does.
 */
@Component
class RunningBatches {

    /** Seconds until what found no room comes back. */
    private static final int SOON = 2;

    private final Invocations invocations;
    private final QueueMessages messages;
    private final Handover handover;
    private final TriggerReport report;
    private final JsonMapper json;

    RunningBatches(
            Invocations invocations,
            QueueMessages messages,
            Handover handover,
            TriggerReport report,
            JsonMapper json) {
        this.invocations = invocations;
        this.messages = messages;
        this.handover = handover;
        this.report = report;
        this.json = json;
    }

    void run(Trigger<OfQueue> trigger, List<InFlight> batch) {
        try {
            List<JsonNode> records =
                    batch.stream().map(each -> handover.shaped(trigger, each.record())).toList();
            byte[] event = MessageEvents.batch(records).toString().getBytes(UTF_8);
            DurableSteps.reached("trigger.queue.runs");
            Answer answer =
                    invocations.invoke(
                            trigger.account(), trigger.target(), of(trigger, event, batch));
            DurableSteps.reached("trigger.queue.ran");
            settle(trigger, batch, answer);
            DurableSteps.reached("trigger.queue.settled");
        } catch (RefusedException e) {
            refused(trigger, batch, e);
        }
    }

    /**
     * The child of whichever call of those that sent its messages stands last in its chain, in the
     * trace of the first of them that is in one.
     */
    private static Event of(Trigger<OfQueue> trigger, byte[] event, List<InFlight> batch) {
        List<CallingInvocation> senders =
                batch.stream().flatMap(each -> Stream.ofNullable(each.message().sentBy())).toList();
        Optional<CallingInvocation> last =
                senders.stream().max(Comparator.comparing(CallingInvocation::depth));
        Optional<CallingInvocation> traced =
                senders.stream().filter(each -> each.traceparent() != null).findFirst();
        return new Event(
                event,
                Event.JSON,
                trigger.type(),
                TraceContext.of(traced),
                null,
                Lineage.of(last),
                trigger.id().value());
    }

    private void settle(Trigger<OfQueue> trigger, List<InFlight> batch, Answer answer) {
        switch (answer) {
            case Answer.Succeeded(var _, byte[] payload, var _) ->
                    settle(trigger, batch, FailedItems.of(payload, batch, json));
            case Answer.Streamed _ -> settle(trigger, batch, Set.of());
            case Answer.Failed failed -> {
                report.failed(trigger, failed.message());
                boolean ours = failed.code().fault() == Fault.PLATFORM;
                batch.forEach(each -> comesBack(trigger, each, ours ? SOON : null));
            }
        }
    }

    private void settle(Trigger<OfQueue> trigger, List<InFlight> batch, Set<String> failed) {
        List<String> done =
                batch.stream()
                        .filter(each -> !failed.contains(each.id()))
                        .map(each -> each.message().receipt())
                        .toList();
        if (!done.isEmpty()) {
            messages.deleteAll(trigger.account(), trigger.configuration().named(), done);
        }
        if (!failed.isEmpty()) {
            report.failed(
                    trigger,
                    "the function answered that %d of %d messages of its batch failed"
                            .formatted(failed.size(), batch.size()));
            batch.stream()
                    .filter(each -> failed.contains(each.id()))
                    .forEach(each -> comesBack(trigger, each, null));
        }
    }

    private void refused(Trigger<OfQueue> trigger, List<InFlight> batch, RefusedException refusal) {
        if (refusal.code() == ErrorCode.EVENT_TOO_LARGE && batch.size() > 1) {
            int half = batch.size() / 2;
            run(trigger, batch.subList(0, half));
            run(trigger, batch.subList(half, batch.size()));
            return;
        }
        report.failed(trigger, refusal.publicText());
        boolean passes =
                refusal.code().retryable()
                        || refusal.code().fault() == Fault.PLATFORM
                        || refusal.code() == ErrorCode.SPEND_CAP;
        batch.forEach(each -> comesBack(trigger, each, passes ? SOON : null));
    }

    /**
     * @param seconds until then; null for as long as the queue says
     */
    private void comesBack(Trigger<OfQueue> trigger, InFlight each, @Nullable Integer seconds) {
        try {
            messages.hide(
                    trigger.account(),
                    trigger.configuration().named(),
                    each.message().receipt(),
                    seconds);
        } catch (RefusedException e) {
            // It was received again since, or the queue is gone with it.
        }
    }
}
