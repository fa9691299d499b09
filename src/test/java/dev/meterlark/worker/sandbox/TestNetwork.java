package dev.meterlark.worker.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/**
 * A machine beside this one: a network namespace that a pair of virtual interfaces leads to. It has
 * a public address and a private one, and answers HTTP on both. Its {@code /bytes/N} are N bytes,
 * {@code /to/X} sends on to X, anything else says which address was reached.
 */
final class TestNetwork implements AutoCloseable {

    /** Runs beside each other take networks of their own. */
    private static final int RUN = (int) (ProcessHandle.current().pid() % 60);

    static final String PUBLIC = "198.51.100." + (4 * RUN + 2);
    static final String OURS = "198.51.100." + (4 * RUN + 1);
    static final String PRIVATE = "10.213.%d.2".formatted(RUN);
    static final String PRIVATE_NETWORK = "10.213.%d.0/24".formatted(RUN);

    private static final String NAME = "mlk" + ProcessHandle.current().pid();

    private final HttpServer server;

    private TestNetwork(HttpServer server) {
        this.server = server;
    }

    static TestNetwork open() throws Exception {
        ip("netns", "add", NAME);
        ip("link", "add", NAME, "type", "veth", "peer", "name", "there", "netns", NAME);
        ip("addr", "add", OURS + "/30", "dev", NAME);
        ip("addr", "add", PRIVATE.replaceFirst(".$", "1/24"), "dev", NAME);
        ip("link", "set", NAME, "up");
        ip("-n", NAME, "addr", "add", PUBLIC + "/30", "dev", "there");
        ip("-n", NAME, "addr", "add", PRIVATE + "/24", "dev", "there");
        ip("-n", NAME, "link", "set", "there", "up");
        HttpServer server = there();
        server.createContext("/", TestNetwork::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return new TestNetwork(server);
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static HttpServer there() throws Exception {
        var made = new CompletableFuture<HttpServer>();
        Thread.ofPlatform()
                .start(
                        () -> {
                            try {
                                int space = Kernel.open(Path.of("/run/netns", NAME));
                                Kernel.enterNetwork(space);
                                Kernel.close(space);
                                made.complete(HttpServer.create(new InetSocketAddress(0), 100));
                            } catch (IOException e) {
                                made.completeExceptionally(e);
                            }
                        });
        return made.get();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        URI asked = exchange.getRequestURI();
        exchange.getRequestBody().readAllBytes();
        String path = asked.getPath();
        if (path.startsWith("/to/")) {
            exchange.getResponseHeaders().add("Location", "http://" + path.substring(4));
            exchange.sendResponseHeaders(302, -1);
        } else if (path.startsWith("/bytes/")) {
            long left = Long.parseLong(path.substring(7));
            exchange.sendResponseHeaders(200, left);
            byte[] piece = new byte[64 * 1024];
            try (OutputStream out = exchange.getResponseBody()) {
                for (; left > 0; left -= piece.length) {
                    out.write(piece, 0, (int) Math.min(left, piece.length));
                }
            }
        } else {
            String reached = exchange.getLocalAddress().getAddress().getHostAddress();
            byte[] body = ("reached " + reached).getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    /** Whether this machine itself reaches it, so that a refusal is ours and not the network's. */
    boolean isThere(String address) throws IOException {
        try (Socket socket = new Socket(address, port())) {
            return socket.isConnected();
        }
    }

    private static void ip(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + said);
        }
    }

    @Override
    public void close() throws Exception {
        server.stop(0);
        ip("link", "del", NAME);
        ip("netns", "del", NAME);
    }
}
