package dev.meterlark.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Finds the addresses of names as this machine does, in threads of its own: the machine's resolver
 * blocks for as long as a stranger's name server likes.
 */
public final class NameLookup implements AutoCloseable {

    private static final int MOST_AT_ONCE = 256;
    private static final int IDLE_SECONDS = 30;

    private final Names names;
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(
                    0,
                    MOST_AT_ONCE,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    Thread.ofPlatform().name("names-", 0).daemon(true).factory());

    public NameLookup(Names names) {
        this.names = names;
    }

    /**
     * Completes exceptionally with {@link UnknownHostException} when there is no such name, and
     * with something else when nobody could look.
     */
    public CompletableFuture<List<InetAddress>> find(String name) {
        var found = new CompletableFuture<List<InetAddress>>();
        try {
            threads.execute(
                    () -> {
                        try {
                            found.complete(names.addresses(name));
                        } catch (UnknownHostException | RuntimeException e) {
                            found.completeExceptionally(e);
                        }
                    });
        } catch (RejectedExecutionException e) {
            found.completeExceptionally(e);
        }
        return found;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
