package dev.meterlark.worker.sandbox;

import dev.meterlark.network.Cidr;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
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
    private static final int NAMESPACE_OF_SOCKET = 0x894C; // SIOCGSKNS
    private static final int ADDRESS = 8;
    private static final int ADDRESS_BYTES = 128;
    private static final ValueLayout.OfShort NETWORK_SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

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
            return new WayOut(
                    connections, names, Steering.attach(namespace, descriptor(namespace)));
        } catch (IOException e) {
            connections.close();
            names.close();
            throw e;
        }
    }

    /**
     * Java does not say which descriptor a channel has, so it is looked for: a socket of the
     * namespace with the listener's port. It was opened a moment after the namespace was, so its
     * number is not far. The kernel's own list of sockets would take ten times as long.
     */
    private static int descriptor(int namespace) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Struct memory = Struct.of(arena, STAT_BYTES);
            long wanted = inode(namespace, memory);
            for (int distance = 1; distance < MOST_DESCRIPTORS; distance++) {
                for (int each : new int[] {namespace + distance, namespace - distance}) {
                    if (isOf(wanted, each, memory) && port(each, memory) == PORT) {
                        return each;
                    }
                }
            }
        }
        throw new IOException("the listener has no descriptor");
    }

    /** Whether it is a socket, and in the namespace with that inode. */
    private static boolean isOf(long namespace, int descriptor, Struct memory)
            throws KernelException {
        int its;
        try {
            its = Libc.IOCTL.call(descriptor, NAMESPACE_OF_SOCKET);
        } catch (KernelException e) {
            return false; // nothing is open there, or no socket
        }
        try {
            return inode(its, memory) == namespace;
        } finally {
            Kernel.close(its);
        }
    }

    private static long inode(int descriptor, Struct memory) throws KernelException {
        Libc.FSTAT.call(descriptor, memory.address());
        return memory.memory().get(Struct.LONG, STAT_INODE);
    }

    private static int port(int socket, Struct memory) {
        memory.with(0, ADDRESS_BYTES);
        try {
            Libc.GETSOCKNAME.call(socket, memory.address() + ADDRESS, memory.address());
            return Short.toUnsignedInt(memory.memory().get(NETWORK_SHORT, ADDRESS + 2));
        } catch (KernelException e) {
            return -1; // closed meanwhile by whoever has it
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
