package dev.meterlark.trigger.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a database that can be cut, mended, and made to swallow what it gets. */
final class Line implements AutoCloseable {

    private static final int BACKLOG = 50;

    private final InetSocketAddress far;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket server;
    private volatile boolean swallowing;

    Line(int farPort) throws IOException {
        this.far = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), farPort);
        this.server = new ServerSocket(0, BACKLOG, far.getAddress());
        this.port = server.getLocalPort();
        listen(server);
    }

    int port() {
        return port;
    }

    /** Nothing answers here any more, and what was open breaks. */
    void cut() throws IOException {
        server.close();
        for (Socket each : open) {
            each.close();
        }
    }

    void mend() throws IOException {
        server = new ServerSocket(port, BACKLOG, far.getAddress());
        listen(server);
    }

    /** Whoever connects from now on hears nothing. */
    void swallow(boolean on) {
        swallowing = on;
    }

    private void listen(ServerSocket listening) {
        Thread.ofPlatform().daemon(true).name("line").start(() -> accept(listening));
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                Socket near = listening.accept();
                open.add(near);
                if (!swallowing) {
                    Socket other = new Socket(far.getAddress(), far.getPort());
                    open.add(other);
                    carry(near, other);
                    carry(other, near);
                }
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static void carry(Socket from, Socket to) {
        Thread.ofPlatform()
                .daemon(true)
                .name("line-carries")
                .start(
                        () -> {
                            try (from;
                                    to;
                                    InputStream in = from.getInputStream();
                                    OutputStream out = to.getOutputStream()) {
                                in.transferTo(out);
                            } catch (IOException e) {
                                // cut, or ended by either side: then the other ends too
                            }
                        });
    }

    @Override
    public void close() throws IOException {
        cut();
    }
}
