package dev.meterlark.console.queues;

import dev.meterlark.console.FunctionText;
import dev.meterlark.console.Show;
import dev.meterlark.invocation.deadletter.DeadLetter;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A dead letter in a list, and at the head of its page.
 *
 * @param why it was given up on
 * @param replayedAs the call that it was run again as
 */
record LetterLine(
        String id,
        String function,
        String qualifier,
        String why,
        @Nullable String errorType,
        @Nullable String errorMessage,
        int attempts,
        Instant acceptedAt,
        Instant endedAt,
        String source,
        @Nullable String trigger,
        @Nullable String parent,
        String bytes,
        @Nullable String replayedAs) {

    static LetterLine of(DeadLetter letter) {
        return new LetterLine(
                letter.id().toString(),
                letter.functionName(),
                letter.qualifier(),
                why(letter.reason().wireName()),
                FunctionText.plainOrNull(letter.errorType()),
                FunctionText.plainOrNull(letter.errorMessage()),
                letter.attempts(),
                letter.acceptedAt(),
                letter.endedAt(),
                letter.source(),
                letter.trigger() == null ? null : letter.trigger().toString(),
                text(letter.lineage().parent()),
                Show.bytes(letter.eventBytes()),
                text(letter.replayedAs()));
    }

    static String why(String reason) {
        return switch (reason) {
            case "retries-exhausted" -> "failed each time";
            case "age-exceeded" -> "too old";
            case "function-gone" -> "the function is gone";
            case "refused" -> "could never run";
            default -> reason;
        };
    }

    private static @Nullable String text(@Nullable InvocationId id) {
        return id == null ? null : id.toString();
    }

    public boolean isReplayed() {
        return replayedAs != null;
    }
}
