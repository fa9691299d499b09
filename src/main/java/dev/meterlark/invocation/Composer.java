package dev.meterlark.invocation;

import dev.meterlark.function.snapshot.PipelineSnapshot;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Runs what is called like a function and is made of functions. It comes back to {@link
 * Invocations} for each of them, so it is known here by this alone.
 */
public interface Composer {

    /** Whether the name stands for something composed; another account's never does. */
    boolean knows(AccountId account, String name);

    /** In memory; empty when it has no such version. */
    Optional<PipelineSnapshot> find(AccountId account, FunctionRef wanted);

    /** Begins a run that was admitted. Never blocks; the promise never fails. */
    CompletableFuture<RunEnd> run(PipelineSnapshot pipeline, RunOrder order);

    /** The runs of one pipeline that this node has in hand, the oldest first. */
    List<RunInHand> running(AccountId account, FunctionId pipeline);

    /**
     * Ends a run of the account on this node: no further stage begins, those that run go on to
     * their end and are billed.
     *
     * @return false when no such run is in hand here
     */
    boolean cancel(AccountId account, InvocationId run);
}
