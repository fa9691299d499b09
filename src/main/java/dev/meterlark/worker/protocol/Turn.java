package dev.meterlark.worker.protocol;

import dev.meterlark.worker.protocol.RuntimeState.Step;

import org.jspecify.annotations.Nullable;

/**
 * Where a runtime stands with one event after the other. One that takes several at once has a turn
 * for each connection, any other has one. Belongs to the event loop.
 */
final class Turn {

    private RuntimeState state = RuntimeState.STARTED;
    private @Nullable Event event;

    boolean isNew() {
        return state == RuntimeState.STARTED;
    }

    /** A refusal when the runtime may not ask now. */
    @Nullable Answer asks() {
        return go(Step.ASKS_NEXT, RuntimeState.READY);
    }

    /** The event that was rendered and whose answer is still awaited. */
    @Nullable Event due() {
        Event rendered = event;
        boolean runs = state == RuntimeState.RUNNING;
        return runs && rendered != null && rendered.awaitsAnswer() ? rendered : null;
    }

    boolean isAbout(Event other) {
        return event == other;
    }

    /**
     * @return whether it was rendered before
     */
    boolean renders(Event next) {
        boolean again = event == next && state == RuntimeState.RUNNING;
        if (go(Step.EVENT_RENDERED, RuntimeState.RUNNING) != null) {
            throw new IllegalStateException("an event was rendered in state " + state);
        }
        event = next;
        return again;
    }

    /** A refusal when no answer may begin now. */
    @Nullable Answer begins(Step step) {
        return go(step, aim(step));
    }

    @Nullable Answer reportsInitError() {
        return go(Step.REPORTS_INIT_ERROR, RuntimeState.INIT_ERROR);
    }

    void ends() {
        if (go(Step.ENDS_ANSWER, RuntimeState.RESPONSE_SENT) != null) {
            throw new IllegalStateException("an answer ended in state " + state);
        }
    }

    static RuntimeState aim(Step step) {
        return step == Step.BEGINS_RESPONSE
                ? RuntimeState.INVOCATION_RESPONSE
                : RuntimeState.INVOCATION_ERROR_RESPONSE;
    }

    private @Nullable Answer go(Step step, RuntimeState aim) {
        RuntimeState after = state.after(step);
        if (after == null) {
            return Answer.invalidTransition(state, aim);
        }
        state = after;
        return null;
    }
}
