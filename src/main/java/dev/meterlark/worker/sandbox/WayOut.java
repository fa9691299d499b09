package dev.meterlark.worker.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.meterlark.worker.sandbox.egress.Cidr;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * What makes a sandbox's network namespace one that leads somewhere: a listener that is given every
 * TCP connection, and one for questions about names. No packet leaves the namespace; the platform
 * makes the connections. May be added to a sandbox that already runs.
 *
 * @param connections its accepted sockets' local address is where the function connected to
 * @param names on 127.0.0.1, port 53
 * @param steering a descriptor; connections are steered until it is closed
 */
record WayOut(ServerSocketChannel connections, DatagramChannel names, int steering)
        implements AutoCloseable {

    static final int PORT = 9003;

    private static final int BACKLOG = 128;
    private static final int NAME_PORT = 53;
    private static final int MOST_DESCRIPTORS = 1 << 20;
    private static final int STAT_BYTES = 256;
    private static final int STAT_INODE = 8;
    private static final int LISTENING = 0x0A;

    /**
     * @param here networks whose connections come to the listener
     * @param refused networks that are refused at once, where they are more specific
     */
    record Plan(List<Cidr> here, List<Cidr> refused) {}

    /** As with {@link Loopback#open}, the thread that enters the namespace ends there. */
    static WayOut open(Path namespace, Plan plan) throws IOException {
        var opened = new CompletableFuture<WayOut>();
        Thread.ofPlatform()
                .name("sandbox-way-out")
                .daemon(true)
                .start(
                        () -> {
                            try {
                                opened.complete(enter(namespace, plan));
                            } catch (Throwable e) {
                                opened.completeExceptionally(e);
                            }
                        });
        try {
            return opened.get();
        } catch (ExecutionException e) {
            throw new IOException("no way out could be made: " + e.getCause(), e);
        } catch (InterruptedException e) {
            opened.thenAccept(WayOut::close);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while making a way out", e);
        }
    }

    private static WayOut enter(Path path, Plan plan) throws IOException {
        int namespace = Kernel.open(path);
        try {
            Kernel.enterNetwork(namespace);
            var routes = new Routes();
            plan.here().forEach(routes::toHere);
            plan.refused().forEach(routes::refusing);
            routes.set();
            return listen(namespace);
        } finally {
            Kernel.close(namespace);
        }
    }

    private static WayOut listen(int namespace) throws IOException {
        ServerSocketChannel connections = ServerSocketChannel.open();
        DatagramChannel names = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            connections.bind(new InetSocketAddress(PORT), BACKLOG);
            names.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), NAME_PORT));
            return new WayOut(connections, names, Steering.attach(namespace, descriptor()));
        } catch (IOException e) {
            connections.close();
            names.close();
            throw e;
        }
    }

    /** Java does not say which descriptor a channel has; the kernel knows the socket's inode. */
    private static int descriptor() throws IOException {
        long inode = inode();
        try (Arena arena = Arena.ofConfined()) {
            Struct stat = Struct.of(arena, STAT_BYTES);
            for (int descriptor = 0; descriptor < MOST_DESCRIPTORS; descriptor++) {
                if (isOpen(descriptor, stat)
                        && stat.memory().get(Struct.LONG, STAT_INODE) == inode) {
                    return descriptor;
                }
            }
        }
        throw new IOException("the listener has no descriptor");
    }

    private static boolean isOpen(int descriptor, Struct stat) throws KernelException {
        try {
            Libc.FSTAT.call(descriptor, stat.address());
            return true;
        } catch (KernelException e) {
            if (e.errno() == Errno.EBADF) {
                return false;
            }
            throw e;
        }
    }

    private static long inode() throws IOException {
        String port = ":%04X".formatted(PORT);
        for (String table : new String[] {"tcp6", "tcp"}) {
            for (String line : lines(Path.of("/proc/thread-self/net", table))) {
                // sl local remote st queues timer retransmits uid timeout inode …
                String[] words = line.strip().split("\\s+");
                if (words.length > 9
                        && words[1].endsWith(port)
                        && Integer.parseInt(words[3], 16) == LISTENING) {
                    return Long.parseLong(words[9]);
                }
            }
        }
        throw new IOException("the listener is not among the namespace's sockets");
    }

    private static List<String> lines(Path table) throws IOException {
        try {
            List<String> lines = Files.readAllLines(table, US_ASCII);
            return lines.subList(1, lines.size());
        } catch (NoSuchFileException e) {
            return List.of(); // the machine has no IPv6
        }
    }

    @Override
    public void close() {
        Kernel.close(steering);
        try {
            connections.close();
            names.close();
        } catch (IOException e) {
            throw new IllegalStateException("a listener nobody uses did not close", e);
        }
    }
}
