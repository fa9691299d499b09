package dev.meterlark.telemetry;

import dev.meterlark.invocation.Accepted;
import dev.meterlark.invocation.AsyncCall;
import dev.meterlark.invocation.AsyncCalls;
import dev.meterlark.invocation.AsyncResult;
import dev.meterlark.invocation.AsyncTerms;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.InvocationId;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A queue that has nothing and takes nothing. */
final class NoAsyncCalls implements AsyncCalls {

    @Override
    public CompletableFuture<Accepted> accept(
            AccountId account, FunctionRef function, Event event, AsyncTerms terms) {
        return CompletableFuture.failedFuture(new IllegalStateException("there is no queue here"));
    }

    @Override
    public List<Taken> acceptWithin(List<Wanted> calls) {
        throw new IllegalStateException("there is no queue here");
    }

    @Override
    public Optional<AsyncCall> find(AccountId account, InvocationId id) {
        return Optional.empty();
    }

    @Override
    public Optional<AsyncResult> result(AccountId account, InvocationId id) {
        return Optional.empty();
    }

    @Override
    public Optional<AsyncCall> cancel(Caller caller, InvocationId id) {
        return Optional.empty();
    }
}
