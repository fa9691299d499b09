package dev.meterlark.invocation.deadletter;

import dev.meterlark.invocation.Accepted;
import dev.meterlark.invocation.AsyncCalls;
import dev.meterlark.invocation.AsyncTerms;
import dev.meterlark.invocation.Attempts;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.invocation.TraceContext;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.RefusedException;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes of a dead letter a new call, once, however often and by however many it is asked: the call
 * is accepted under a deduplication key of the letter's before the letter says that it was
 * replayed, so that a crash in between changes nothing.
 */
@Component
class Replaying {

    private static final int PATIENCE_SECONDS = 30;

    private final DeadLetterRows rows;
    private final Attempts attempts;
    private final ObjectProvider<AsyncCalls> calls;
    private final InstantSource clock;

    Replaying(
            DeadLetterRows rows,
            Attempts attempts,
            ObjectProvider<AsyncCalls> calls,
            InstantSource clock) {
        this.rows = rows;
        this.attempts = attempts;
        this.calls = calls;
        this.clock = clock;
    }

    /** A letter that is being replayed. */
    record Begun(DeadLetter letter, CompletableFuture<Accepted> accepted) {}

    /**
     * @return the new call, or the one that it was replayed as before
     */
    Accepted replay(DeadLetter letter) {
        return finish(begin(letter));
    }

    /** Never blocks on the new call's acceptance. */
    Begun begin(DeadLetter letter) {
        try {
            return new Begun(letter, accept(letter));
        } catch (RefusedException e) {
            return new Begun(letter, CompletableFuture.failedFuture(e));
        }
    }

    Accepted finish(Begun begun) {
        Accepted accepted = await(begun.accepted);
        if (begun.letter.replayedAs() == null) {
            DurableSteps.reached("dead-letter.accepted");
            rows.replayed(begun.letter, accepted.id(), clock.instant());
            DurableSteps.reached("dead-letter.replayed");
        }
        return accepted;
    }

    static Accepted await(CompletableFuture<Accepted> promise) {
        try {
            return promise.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RefusedException refusal ? refusal : notKnown(e);
        } catch (TimeoutException e) {
            throw notKnown(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notKnown(e);
        }
    }

    private CompletableFuture<Accepted> accept(DeadLetter letter) {
        if (letter.replayedAs() != null) {
            return CompletableFuture.completedFuture(new Accepted(letter.replayedAs(), true));
        }
        Optional<byte[]> event = rows.event(letter);
        if (event.isEmpty()) {
            return accept(rows.find(letter.account(), letter.id()).orElseThrow(Replaying::gone));
        }
        var wanted = new FunctionRef(letter.functionName(), letter.qualifier());
        requireSameFunction(letter.account(), wanted, letter.function());
        return calls.getObject()
                .accept(
                        letter.account(),
                        wanted,
                        new Event(
                                event.get(),
                                letter.contentType(),
                                Event.REPLAY,
                                TraceContext.NONE,
                                letter.clientContext(),
                                Lineage.FIRST,
                                letter.trigger()),
                        AsyncTerms.NOW.once("replay/" + letter.id()));
    }

    /** Another function that has its name by now was never meant to see the event. */
    void requireSameFunction(AccountId account, FunctionRef wanted, FunctionId function) {
        Attempts.Target target;
        try {
            target = attempts.target(account, wanted);
        } catch (RefusedException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "the call cannot be replayed: %s; its event can still be read"
                            .formatted(e.publicText()));
        }
        if (!target.function().equals(function)) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "the call cannot be replayed: the function %s that it was for was deleted, and another has its name; its event can still be read"
                            .formatted(wanted.name()));
        }
    }

    private static RefusedException gone() {
        return new RefusedException(
                ErrorCode.CONFLICT, "the dead letter was deleted while it was replayed");
    }

    private static RefusedException notKnown(Exception cause) {
        return new RefusedException(
                ErrorCode.QUEUE_UNAVAILABLE,
                "it is not known whether the replay was accepted; ask again, it cannot run twice",
                "a replay was not accepted in time",
                cause);
    }
}
