package dev.meterlark.invocation.queue;

import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * One call in this node's hand, for as long as nobody has a later epoch of it.
 *
 * @param epoch that every statement names which settles it
 * @param acceptedAt by the database's clock, as agedFrom
 * @param agedFrom what its age counts from: acceptance, or the instant it was not to run before
 * @param attempt the number that its next attempt has; those before it were begun
 * @param failures attempts that failed by the function's fault
 * @param setbacks attempts that failed otherwise, or could not be begun
 * @param lost the attempt before this one was begun and never settled
 * @param ordered it has an ordering key
 * @param lastError what the attempt before failed with; null when there was none
 * @param event null when it cannot be read
 * @param inPieces its payload is not in its row
 */
record Lease(
        InvocationId id,
        int epoch,
        AccountId account,
        FunctionId function,
        FunctionRef wanted,
        Instant acceptedAt,
        Instant agedFrom,
        int attempt,
        int failures,
        int setbacks,
        boolean lost,
        boolean cancelAsked,
        boolean ordered,
        @Nullable String lastError,
        @Nullable Event event,
        boolean inPieces,
        byte[] head,
        int eventBytes) {

    boolean isOlderThan(Duration age, Instant now) {
        return !now.isBefore(agedFrom.plus(age));
    }

    Lease with(Event read) {
        return new Lease(
                id,
                epoch,
                account,
                function,
                wanted,
                acceptedAt,
                agedFrom,
                attempt,
                failures,
                setbacks,
                lost,
                cancelAsked,
                ordered,
                lastError,
                read,
                inPieces,
                head,
                eventBytes);
    }

    /** The same under another epoch. */
    Lease at(int other) {
        return new Lease(
                id,
                other,
                account,
                function,
                wanted,
                acceptedAt,
                agedFrom,
                attempt,
                failures,
                setbacks,
                lost,
                cancelAsked,
                ordered,
                lastError,
                event,
                inPieces,
                head,
                eventBytes);
    }
}
