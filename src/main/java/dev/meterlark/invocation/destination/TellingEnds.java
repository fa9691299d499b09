package dev.meterlark.invocation.destination;

import dev.meterlark.function.snapshot.DestinationTarget;
import dev.meterlark.function.snapshot.DestinationTarget.OfFunction;
import dev.meterlark.function.snapshot.DestinationTarget.OfWebhook;
import dev.meterlark.invocation.EndListener;
import dev.meterlark.invocation.EndReason;
import dev.meterlark.invocation.EndedCall;
import dev.meterlark.invocation.FunctionArns;
import dev.meterlark.invocation.Notice;
import dev.meterlark.invocation.SpanContext;
import dev.meterlark.invocation.Spans;
import dev.meterlark.network.WebAddress;
import dev.meterlark.platform.Outbox;
import dev.meterlark.platform.OutboxEntry;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Optional;

/**
 * Puts a notice of each end that its function's policy wants told into the outbox, in the
 * transaction that settles the call. A call has one end, so the notice goes by the call's id.
 */
@Component
class TellingEnds implements EndListener {

    private final Outbox outbox;
    private final FunctionArns arns;
    private final Spans spans;

    TellingEnds(Outbox outbox, FunctionArns arns, Spans spans) {
        this.outbox = outbox;
        this.arns = arns;
        this.spans = spans;
    }

    @Override
    public void ended(List<EndedCall> calls) {
        List<OutboxEntry> entries =
                calls.stream().map(this::entry).flatMap(Optional::stream).toList();
        if (!entries.isEmpty()) {
            outbox.put(entries);
        }
    }

    private Optional<OutboxEntry> entry(EndedCall call) {
        DestinationTarget target = target(call);
        if (target == null) {
            return Optional.empty();
        }
        var notice =
                new Notice(
                        call.id().value(),
                        call.id(),
                        call.account(),
                        call.function(),
                        call.lineage().child(call.id()),
                        lastAttempt(call).below(),
                        EndRecord.of(call, arns));
        return Optional.of(
                new OutboxEntry(
                        notice.id(),
                        DestinationCarrier.KIND,
                        call.account(),
                        about(call, target),
                        new NoticeBytes(target, notice).encoded(),
                        call.endedAt()));
    }

    private SpanContext lastAttempt(EndedCall call) {
        return spans.of(call.event().trace(), call.id(), Math.max(1, call.attempts()));
    }

    private static @Nullable DestinationTarget target(EndedCall call) {
        return switch (call.reason()) {
            case SUCCEEDED -> call.policy().onSuccess();
            case RETRIES_EXHAUSTED, AGE_EXCEEDED, FUNCTION_GONE -> call.policy().onFailure();
            case REFUSED -> unlessCalling(call.policy().onFailure());
            case CANCELLED -> null;
        };
    }

    /** A chain that got too long ends here: telling a function would make it longer. */
    private static @Nullable DestinationTarget unlessCalling(@Nullable DestinationTarget target) {
        return target instanceof OfFunction ? null : target;
    }

    private static String about(EndedCall call, DestinationTarget target) {
        String where =
                switch (target) {
                    case OfFunction(String name, String qualifier) -> name + ":" + qualifier;
                    case OfWebhook(var url) -> WebAddress.of(url).shown();
                    case DestinationTarget.OfQueue(String queue) -> queue;
                    case DestinationTarget.OfTopic(String topic) -> topic;
                    case DestinationTarget.OfBucket(String bucket, String _) -> bucket;
                    case DestinationTarget.OfKafka(String connection, String topic, String _) ->
                            connection + "/" + topic;
                };
        String end = call.reason() == EndReason.SUCCEEDED ? "success" : "failure";
        return "%s of %s to %s %s"
                .formatted(end, call.functionName(), Destinations.name(target), where);
    }
}
