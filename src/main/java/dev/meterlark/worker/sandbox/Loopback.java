package dev.meterlark.worker.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A new network namespace that has nothing but its own loopback, with the Runtime API's listener
 * already bound there. The namespace lives as long as this object, its listener or a process in it.
 */
final class Loopback implements AutoCloseable {

    static final int PORT = 9001;

    private static final int BACKLOG = 128;
    private static final Path OWN_NETWORK = Path.of("/proc/thread-self/ns/net");
    private static final InetSocketAddress ADDRESS =
            new InetSocketAddress(
                    InetAddress.ofLiteral("127.0.0.1"), PORT); // a name would be looked up

    private final int namespace;
    private final ServerSocketChannel listener;

    private Loopback(int namespace, ServerSocketChannel listener) {
        this.namespace = namespace;
        this.listener = listener;
    }

    /**
     * The thread that enters the new namespace is a fresh one and ends there: none that could ever
     * do other work is left in a sandbox's network.
     */
    static Loopback open() throws IOException {
        var opened = new CompletableFuture<Loopback>();
        Thread.ofPlatform()
                .name("sandbox-network")
                .daemon(true)
                .start(
                        () -> {
                            try {
                                opened.complete(openHere());
                            } catch (Throwable e) {
                                opened.completeExceptionally(e);
                            }
                        });
        try {
            return opened.get();
        } catch (ExecutionException e) {
            throw new IOException("no network namespace could be made: " + e.getCause(), e);
        } catch (InterruptedException e) {
            opened.thenAccept(Loopback::closeAll);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while making a network namespace", e);
        }
    }

    private static Loopback openHere() throws IOException {
        Kernel.enterNewNetwork();
        Kernel.bringLoopbackUp();
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.INET);
        try {
            listener.bind(ADDRESS, BACKLOG);
            return new Loopback(Kernel.open(OWN_NETWORK), listener);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    /** A name by which another process of root can join the namespace until {@link #close}. */
    Path path() {
        return Kernel.pathOf(namespace);
    }

    ServerSocketChannel listener() {
        return listener;
    }

    /** Lets go of the name; the listener belongs to whoever took it. */
    @Override
    public void close() {
        Kernel.close(namespace);
    }

    private void closeAll() {
        close();
        try {
            listener.close();
        } catch (IOException e) {
            throw new IllegalStateException("a listener nobody uses did not close", e);
        }
    }
}
