package dev.meterlark.telemetry.content;

import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;

/**
 * What is kept of one attempt's event and answer.
 *
 * @param event its beginning, or all of it
 * @param eventBytes of all of it
 * @param answer its beginning, or all of it; null when there was none, or it was streamed
 * @param answerType null when there was no answer, or it said none
 * @param answerBytes of all of it; 0 when there was none
 */
public record KeptContent(
        InvocationId invocation,
        int attempt,
        byte[] event,
        String eventType,
        long eventBytes,
        byte @Nullable [] answer,
        @Nullable String answerType,
        long answerBytes) {

    public boolean wholeEvent() {
        return event.length == eventBytes;
    }

    public boolean wholeAnswer() {
        return answer != null && answer.length == answerBytes;
    }
}
