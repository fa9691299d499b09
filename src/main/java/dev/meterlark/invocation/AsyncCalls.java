package dev.meterlark.invocation;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Calls that are run later, at least once, and never dropped in silence. Whoever has nobody waiting
 * for the answer comes in here: {@code Prefer: respond-async}, triggers, destinations, replays, the
 * Lambda API's {@code Event}.
 */
public interface AsyncCalls {

    /**
     * Accepts a call. It is committed when the promise is kept. The promise fails with a {@link
     * RefusedException} when it is not accepted; with a fault of the platform's, it is not known to
     * be, and coming again under the same deduplication key is safe. Never blocks; whoever
     * continues on the promise must not block either.
     */
    CompletableFuture<Accepted> accept(
            AccountId account, FunctionRef function, Event event, AsyncTerms terms);

    /** A call that is to be accepted with others. */
    record Wanted(AccountId account, FunctionRef function, Event event, AsyncTerms terms) {}

    /** What became of it. */
    sealed interface Taken {

        record Kept(Accepted accepted) implements Taken {}

        record Refused(RefusedException why) implements Taken {}
    }

    /**
     * Accepts many calls in the transaction of whoever asks, by a few statements for all of them:
     * they are accepted when it is committed, and none of them is when it is not. Blocks for as
     * long as the database takes. Whoever asks writes itself what is to be written beside.
     *
     * @return what becomes of each, in their order
     */
    List<Taken> acceptWithin(List<Wanted> calls);

    /** Empty when there is none in the account, or it ended too long ago. */
    Optional<AsyncCall> find(AccountId account, InvocationId id);

    /** What the last attempt of a call that succeeded answered, as long as it is kept. */
    Optional<AsyncResult> result(AccountId account, InvocationId id);

    /**
     * Ends a waiting call at once. A running attempt is given up as soon as its node hears of it,
     * and is not tried again; one that succeeds before stays a success. What changed something is
     * in the audit log.
     *
     * @return the call as it stands then; empty when there is none
     */
    Optional<AsyncCall> cancel(Caller caller, InvocationId id);
}
