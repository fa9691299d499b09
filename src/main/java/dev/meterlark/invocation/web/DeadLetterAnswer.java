package dev.meterlark.invocation.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;

import dev.meterlark.invocation.Payloads;
import dev.meterlark.invocation.deadletter.DeadLetter;
import dev.meterlark.invocation.deadletter.DeadLetters;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * A dead letter as JSON.
 *
 * @param id of the call that was given up on
 * @param parent the call that made it, if a call did
 * @param trigger that made it, if one did
 * @param eventBytes how long its event is, or was
 * @param replayedAs the call that it was run again as, which has its event now
 * @param event only when one is asked for: JSON as it came, other text as a string, what is no text
 *     in base64
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeadLetterAnswer(
        String id,
        String function,
        String functionId,
        String qualifier,
        @Nullable String version,
        String reason,
        @Nullable String errorType,
        @Nullable String errorMessage,
        int attempts,
        Instant acceptedAt,
        Instant endedAt,
        String source,
        @Nullable String parent,
        int depth,
        @Nullable UUID trigger,
        String contentType,
        long eventBytes,
        @Nullable String replayedAs,
        @Nullable Instant replayedAt,
        @JsonRawValue @Nullable String event,
        @Nullable Boolean eventBase64Encoded) {

    static DeadLetterAnswer of(DeadLetter letter) {
        return of(letter, null);
    }

    static DeadLetterAnswer whole(DeadLetters.Whole whole) {
        byte[] event = whole.event();
        return of(
                whole.letter(),
                event == null ? null : Payloads.Shown.of(event, whole.letter().contentType()));
    }

    private static DeadLetterAnswer of(DeadLetter letter, Payloads.@Nullable Shown event) {
        return new DeadLetterAnswer(
                letter.id().toString(),
                letter.functionName(),
                letter.function().toString(),
                letter.qualifier(),
                letter.executedVersion(),
                letter.reason().wireName(),
                letter.errorType(),
                letter.errorMessage(),
                letter.attempts(),
                letter.acceptedAt(),
                letter.endedAt(),
                letter.source(),
                text(letter.lineage().parent()),
                letter.lineage().depth(),
                letter.trigger(),
                letter.contentType(),
                letter.eventBytes(),
                text(letter.replayedAs()),
                letter.replayedAt(),
                event == null ? null : event.json(),
                event == null || !event.base64() ? null : true);
    }

    private static @Nullable String text(@Nullable InvocationId id) {
        return id == null ? null : id.toString();
    }
}
