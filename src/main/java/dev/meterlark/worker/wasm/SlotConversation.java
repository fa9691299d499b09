package dev.meterlark.worker.wasm;

import dev.meterlark.worker.RunRequest;
import dev.meterlark.worker.protocol.Exchange;
import dev.meterlark.worker.protocol.Outlet;
import dev.meterlark.worker.protocol.Readiness;
import dev.meterlark.worker.protocol.Reply;
import dev.meterlark.worker.protocol.RuntimeConversation;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A slot's Runtime API. A reply is there only when the host has also said what the call took and
 * printed, which comes on another connection: so that no call is told of the one before it.
 */
final class SlotConversation implements RuntimeConversation {

    private final RuntimeConversation inner;
    private final Map<String, CompletableFuture<Void>> calls = new ConcurrentHashMap<>();

    SlotConversation(RuntimeConversation inner) {
        this.inner = inner;
    }

    @Override
    public CompletableFuture<Readiness> ready() {
        return inner.ready();
    }

    @Override
    public CompletableFuture<Void> specialization() {
        return inner.specialization();
    }

    @Override
    public void specialize(Map<String, String> environment) {
        inner.specialize(environment);
    }

    @Override
    public void takesAtOnce(int events) {
        inner.takesAtOnce(events);
    }

    @Override
    public Exchange hand(RunRequest request, String functionArn, Instant deadline, Outlet outlet) {
        String id = request.id().toString();
        var told = new CompletableFuture<Void>();
        calls.put(id, told);
        Exchange exchange;
        try {
            exchange = inner.hand(request, functionArn, deadline, outlet);
        } catch (IllegalStateException e) {
            calls.remove(id);
            throw e;
        }
        CompletableFuture<Reply> reply = exchange.reply();
        reply.whenComplete((_, failure) -> failTogether(told, failure));
        CompletableFuture<Reply> both = reply.thenCombine(told, (answer, _) -> answer);
        both.whenComplete(
                (_, _) -> {
                    calls.remove(id);
                    reply.cancel(false); // does nothing to one that is there
                });
        return new Exchange(both, exchange.asked());
    }

    private static void failTogether(CompletableFuture<Void> told, @Nullable Throwable failure) {
        if (failure != null) {
            told.completeExceptionally(failure);
        }
    }

    /** The host has told all of this call. */
    void told(String request) {
        CompletableFuture<Void> call = calls.get(request);
        if (call != null) {
            call.complete(null);
        }
    }

    @Override
    public CompletableFuture<Void> asking() {
        return inner.asking();
    }

    @Override
    public void close() {
        inner.close();
    }
}
