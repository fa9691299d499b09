package dev.meterlark.worker.protocol;

import org.jspecify.annotations.Nullable;

/** Where a runtime stands in its conversation; the names are those that Lambda puts into errors. */
enum RuntimeState {
    STARTED("Started"),
    INIT_ERROR("InitError"),
    READY("Ready"),
    RUNNING("Running"),
    INVOCATION_RESPONSE("InvocationResponse"),
    INVOCATION_ERROR_RESPONSE("InvocationErrorResponse"),
    RESPONSE_SENT("RuntimeResponseSentState");

    /** What can happen to a runtime; all but {@link #EVENT_RENDERED} is the runtime's own doing. */
    enum Step {
        ASKS_NEXT,
        EVENT_RENDERED,
        BEGINS_RESPONSE,
        BEGINS_ERROR,
        ENDS_ANSWER,
        REPORTS_INIT_ERROR
    }

    private final String wireName;

    RuntimeState(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }

    /**
     * The state after a step, or null when the step is not allowed here. Asking twice changes
     * nothing: the same event is rendered again. While an answer is being read nothing else may
     * happen, so there is never more than one body in memory.
     */
    @Nullable RuntimeState after(Step step) {
        return switch (this) {
            case STARTED ->
                    switch (step) {
                        case ASKS_NEXT -> READY;
                        case REPORTS_INIT_ERROR -> INIT_ERROR;
                        case EVENT_RENDERED, BEGINS_RESPONSE, BEGINS_ERROR, ENDS_ANSWER -> null;
                    };
            case INIT_ERROR -> null;
            case READY ->
                    switch (step) {
                        case ASKS_NEXT -> READY;
                        case EVENT_RENDERED -> RUNNING;
                        case BEGINS_RESPONSE, BEGINS_ERROR, ENDS_ANSWER, REPORTS_INIT_ERROR -> null;
                    };
            case RUNNING ->
                    switch (step) {
                        case ASKS_NEXT, EVENT_RENDERED -> RUNNING;
                        case BEGINS_RESPONSE -> INVOCATION_RESPONSE;
                        case BEGINS_ERROR -> INVOCATION_ERROR_RESPONSE;
                        case ENDS_ANSWER, REPORTS_INIT_ERROR -> null;
                    };
            case INVOCATION_RESPONSE, INVOCATION_ERROR_RESPONSE ->
                    step == Step.ENDS_ANSWER ? RESPONSE_SENT : null;
            case RESPONSE_SENT -> step == Step.ASKS_NEXT ? READY : null;
        };
    }
}
