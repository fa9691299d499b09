package dev.meterlark.invocation.deadletter;

import dev.meterlark.invocation.EndListener;
import dev.meterlark.invocation.EndReason;
import dev.meterlark.invocation.EndedCall;

import org.springframework.stereotype.Component;

import java.util.List;

/** Keeps each call that was given up on, in the transaction that settles it. */
@Component
class KeepingDeadLetters implements EndListener {

    private final DeadLetterRows rows;

    KeepingDeadLetters(DeadLetterRows rows) {
        this.rows = rows;
    }

    @Override
    public void ended(List<EndedCall> calls) {
        List<EndedCall> dead = calls.stream().filter(each -> isGivenUp(each.reason())).toList();
        if (!dead.isEmpty()) {
            rows.insert(dead);
        }
    }

    private static boolean isGivenUp(EndReason reason) {
        return switch (reason) {
            case RETRIES_EXHAUSTED, AGE_EXCEEDED, FUNCTION_GONE, REFUSED -> true;
            case SUCCEEDED, CANCELLED -> false;
        };
    }
}
