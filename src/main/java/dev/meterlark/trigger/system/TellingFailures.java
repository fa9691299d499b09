package dev.meterlark.trigger.system;

import dev.meterlark.edge.CallingInvocation;
import dev.meterlark.invocation.EndListener;
import dev.meterlark.invocation.EndReason;
import dev.meterlark.invocation.EndedCall;
import dev.meterlark.shared.AccountId;
import dev.meterlark.storage.topic.TopicEvents;

import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Asynchronous calls that were given up on. What comes of such an event is a child of the call that
 * it tells of, so that a function which fails at being told of its failures comes to an end.
 */
@Component
class TellingFailures implements EndListener {

    private final TopicEvents events;
    private final JsonMapper json;

    TellingFailures(TopicEvents events, JsonMapper json) {
        this.events = events;
        this.json = json;
    }

    @Override
    public void ended(List<EndedCall> calls) {
        Map<AccountId, List<EndedCall>> byAccount =
                calls.stream()
                        .filter(call -> isGivenUp(call.reason()))
                        .collect(Collectors.groupingBy(EndedCall::account));
        byAccount.forEach(
                (account, givenUp) ->
                        events.tell(
                                account,
                                givenUp.stream().map(this::event).toList(),
                                givenUp.stream().map(TellingFailures::by).toList()));
    }

    /** A chain that got too long ends here. */
    private static boolean isGivenUp(EndReason reason) {
        return switch (reason) {
            case RETRIES_EXHAUSTED, AGE_EXCEEDED, FUNCTION_GONE -> true;
            case REFUSED, SUCCEEDED, CANCELLED -> false;
        };
    }

    private JsonNode event(EndedCall call) {
        ObjectNode event = json.createObjectNode();
        event.put("id", call.id().toString());
        event.put("type", "dev.meterlark.call.given-up");
        event.put("source", "/meterlark");
        event.put("subject", "function:" + call.functionName());
        ObjectNode data = event.putObject("data");
        data.put("invocation", call.id().toString());
        data.put("function", call.functionName());
        data.put("qualifier", call.qualifier());
        data.put("reason", call.reason().wireName());
        data.put("attempts", call.attempts());
        data.put("source", call.event().source());
        data.put("errorType", call.errorType());
        data.put("errorMessage", call.errorMessage());
        return event;
    }

    private static CallingInvocation by(EndedCall call) {
        return new CallingInvocation(call.id(), call.lineage().depth());
    }
}
