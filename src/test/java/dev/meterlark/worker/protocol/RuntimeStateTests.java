package dev.meterlark.worker.protocol;

import static dev.meterlark.worker.protocol.RuntimeState.INIT_ERROR;
import static dev.meterlark.worker.protocol.RuntimeState.INVOCATION_ERROR_RESPONSE;
import static dev.meterlark.worker.protocol.RuntimeState.INVOCATION_RESPONSE;
import static dev.meterlark.worker.protocol.RuntimeState.READY;
import static dev.meterlark.worker.protocol.RuntimeState.RESPONSE_SENT;
import static dev.meterlark.worker.protocol.RuntimeState.RUNNING;
import static dev.meterlark.worker.protocol.RuntimeState.STARTED;
import static dev.meterlark.worker.protocol.RuntimeState.Step.ASKS_NEXT;
import static dev.meterlark.worker.protocol.RuntimeState.Step.BEGINS_ERROR;
import static dev.meterlark.worker.protocol.RuntimeState.Step.BEGINS_RESPONSE;
import static dev.meterlark.worker.protocol.RuntimeState.Step.ENDS_ANSWER;
import static dev.meterlark.worker.protocol.RuntimeState.Step.EVENT_RENDERED;
import static dev.meterlark.worker.protocol.RuntimeState.Step.REPORTS_INIT_ERROR;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.worker.protocol.RuntimeState.Step;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;

class RuntimeStateTests {

    private record Move(RuntimeState from, Step step) {}

    private static final Map<Move, RuntimeState> ALLOWED =
            Map.ofEntries(
                    Map.entry(new Move(STARTED, ASKS_NEXT), READY),
                    Map.entry(new Move(STARTED, REPORTS_INIT_ERROR), INIT_ERROR),
                    Map.entry(new Move(READY, ASKS_NEXT), READY),
                    Map.entry(new Move(READY, EVENT_RENDERED), RUNNING),
                    Map.entry(new Move(RUNNING, ASKS_NEXT), RUNNING),
                    Map.entry(new Move(RUNNING, EVENT_RENDERED), RUNNING),
                    Map.entry(new Move(RUNNING, BEGINS_RESPONSE), INVOCATION_RESPONSE),
                    Map.entry(new Move(RUNNING, BEGINS_ERROR), INVOCATION_ERROR_RESPONSE),
                    Map.entry(new Move(INVOCATION_RESPONSE, ENDS_ANSWER), RESPONSE_SENT),
                    Map.entry(new Move(INVOCATION_ERROR_RESPONSE, ENDS_ANSWER), RESPONSE_SENT),
                    Map.entry(new Move(RESPONSE_SENT, ASKS_NEXT), READY));

    @Test
    void exactlyTheMovesOfTheTableAreAllowed() {
        var allowed = new HashMap<Move, RuntimeState>();
        for (RuntimeState from : RuntimeState.values()) {
            for (Step step : Step.values()) {
                RuntimeState after = from.after(step);
                if (after != null) {
                    allowed.put(new Move(from, step), after);
                }
            }
        }

        assertThat(allowed).isEqualTo(ALLOWED);
    }

    @Test
    void namesAreLambdas() {
        assertThat(RuntimeState.values())
                .extracting(RuntimeState::wireName)
                .containsExactly(
                        "Started",
                        "InitError",
                        "Ready",
                        "Running",
                        "InvocationResponse",
                        "InvocationErrorResponse",
                        "RuntimeResponseSentState");
    }
}
