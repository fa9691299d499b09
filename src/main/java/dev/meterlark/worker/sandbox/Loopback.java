package dev.meterlark.worker.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * A new network namespace that has nothing but its own loopback, with the listeners of the Runtime
 * API and of the platform's own door already bound there. The namespace lives as long as this
 * object, its listener or a process in it.
 */
final class Loopback implements AutoCloseable {

    static final int PORT = 9001;

    /** Of the platform's APIs, as the sandbox's function. */
    static final int PLATFORM_PORT = 9002;

    private static final int BACKLOG = 128;
    private static final Path OWN_NETWORK = Path.of("/proc/thread-self/ns/net");
    private static final InetSocketAddress ADDRESS =
            new InetSocketAddress(
                    InetAddress.ofLiteral("127.0.0.1"), PORT); // a name would be looked up
    private static final InetSocketAddress PLATFORM =
            new InetSocketAddress(ADDRESS.getAddress(), PLATFORM_PORT);

    private final int namespace;
    private final ServerSocketChannel listener;
    private final ServerSocketChannel platform;

    private Loopback(int namespace, ServerSocketChannel listener, ServerSocketChannel platform) {
        this.namespace = namespace;
        this.listener = listener;
        this.platform = platform;
    }

    static Loopback open() throws IOException {
        return inFreshThread(Loopback::openHere, Loopback::closeAll);
    }

    /**
     * Listens on a free port in the network of a sandbox.
     *
     * @param pid of a process of it, which must not be reaped meanwhile
     */
    static ServerSocketChannel listenIn(int pid) throws IOException {
        int network = Kernel.open(Path.of("/proc/%d/ns/net".formatted(pid)));
        try {
            return inFreshThread(() -> listenHere(network), Loopback::closeListener);
        } finally {
            Kernel.close(network);
        }
    }

    private static ServerSocketChannel listenHere(int network) throws IOException {
        Kernel.enterNetwork(network);
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.INET);
        try {
            return listener.bind(new InetSocketAddress(ADDRESS.getAddress(), 0), BACKLOG);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    /**
     * The thread that enters a namespace is a fresh one and ends there: none that could ever do
     * other work is left in a sandbox's network.
     *
     * @param unwanted what becomes of it when nobody waits for it any more
     */
    private static <T> T inFreshThread(Callable<T> opening, Consumer<T> unwanted)
            throws IOException {
        var opened = new CompletableFuture<T>();
        Thread.ofPlatform()
                .name("sandbox-network")
                .daemon(true)
                .start(
                        () -> {
                            try {
                                opened.complete(opening.call());
                            } catch (Throwable e) {
                                opened.completeExceptionally(e);
                            }
                        });
        try {
            return opened.get();
        } catch (ExecutionException e) {
            throw new IOException("a sandbox's network cannot be entered: " + e.getCause(), e);
        } catch (InterruptedException e) {
            opened.thenAccept(unwanted);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while entering a sandbox's network", e);
        }
    }

    private static Loopback openHere() throws IOException {
        Kernel.enterNewNetwork();
        Kernel.bringLoopbackUp();
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.INET);
        ServerSocketChannel platform = ServerSocketChannel.open(StandardProtocolFamily.INET);
        try {
            listener.bind(ADDRESS, BACKLOG);
            platform.bind(PLATFORM, BACKLOG);
            return new Loopback(Kernel.open(OWN_NETWORK), listener, platform);
        } catch (IOException e) {
            listener.close();
            platform.close();
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

    /** Clients wait there until it is served, and are refused once it is closed. */
    ServerSocketChannel platform() {
        return platform;
    }

    /** Lets go of the name; the listeners belong to whoever took them. */
    @Override
    public void close() {
        Kernel.close(namespace);
    }

    private void closeAll() {
        close();
        closeListener(listener);
        closeListener(platform);
    }

    private static void closeListener(ServerSocketChannel listener) {
        try {
            listener.close();
        } catch (IOException e) {
            throw new IllegalStateException("a listener nobody uses did not close", e);
        }
    }
}
