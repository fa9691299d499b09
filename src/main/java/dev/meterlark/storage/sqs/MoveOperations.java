package dev.meterlark.storage.sqs;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.queue.MessageMoves;
import dev.meterlark.storage.queue.MoveView;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.UUID;
import java.util.function.Supplier;

/** Moving what a dead-letter queue holds, as AWS has it. */
@Component
class MoveOperations {

    private static final int FASTEST = 500;
    private static final int MOST_LISTED = 10;

    private final MessageMoves moves;
    private final JsonMapper json;
    private final String region;

    MoveOperations(
            MessageMoves moves,
            JsonMapper json,
            @Value("${meterlark.region:us-east-1}") String region) {
        this.moves = moves;
        this.json = json;
        this.region = region;
    }

    ObjectNode start(SqsCall call) {
        String source = source(call);
        String destination = call.members().text("DestinationArn");
        String to =
                destination == null
                        ? null
                        : QueueAddress.ofArn("DestinationArn", destination, call.caller());
        Integer perSecond = call.members().number("MaxNumberOfMessagesPerSecond", 1, FASTEST);
        return json.createObjectNode()
                .put(
                        "TaskHandle",
                        known(() -> moves.start(call.caller(), source, to, perSecond)).toString());
    }

    ObjectNode list(SqsCall call) {
        String source = source(call);
        Integer most = call.members().number("MaxResults", 1, MOST_LISTED);
        ObjectNode answer = json.createObjectNode();
        ArrayNode results = answer.putArray("Results");
        known(() -> moves.list(call.caller(), source, most == null ? 1 : most))
                .forEach(each -> results.add(shown(call, source, each)));
        return answer;
    }

    ObjectNode cancel(SqsCall call) {
        UUID id;
        try {
            id = UUID.fromString(call.members().required("TaskHandle"));
        } catch (IllegalArgumentException e) {
            throw noTask();
        }
        MoveView move = known(() -> moves.cancel(call.caller(), id));
        return json.createObjectNode().put("ApproximateNumberOfMessagesMoved", move.moved());
    }

    private ObjectNode shown(SqsCall call, String source, MoveView move) {
        ObjectNode shown = json.createObjectNode();
        if (move.state() == MoveView.State.RUNNING) {
            shown.put("TaskHandle", move.id().toString());
        }
        shown.put("Status", move.state().name());
        shown.put("SourceArn", call.address(source).arn(region));
        String destination = move.destination();
        if (destination != null) {
            shown.put("DestinationArn", call.address(destination).arn(region));
        }
        Integer perSecond = move.perSecond();
        if (perSecond != null) {
            shown.put("MaxNumberOfMessagesPerSecond", perSecond);
        }
        shown.put("ApproximateNumberOfMessagesMoved", move.moved());
        shown.put("ApproximateNumberOfMessagesToMove", move.toMove());
        String failure = move.failure();
        if (failure != null) {
            shown.put("FailureReason", failure);
        }
        shown.put("StartedTimestamp", move.startedAt().toEpochMilli());
        return shown;
    }

    private static String source(SqsCall call) {
        return QueueAddress.ofArn("SourceArn", call.members().required("SourceArn"), call.caller());
    }

    private static <T> T known(Supplier<T> asked) {
        try {
            return asked.get();
        } catch (RefusedException refusal) {
            if (refusal.code() == ErrorCode.NOT_FOUND) {
                throw noTask();
            }
            throw refusal;
        }
    }

    private static SqsException noTask() {
        return new SqsException(
                SqsError.NO_SUCH_RESOURCE, "The resource that you specified does not exist.");
    }
}
