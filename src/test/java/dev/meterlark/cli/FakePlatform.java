package dev.meterlark.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A real HTTP server that answers as it is told, in the shapes of the platform's REST API. */
final class FakePlatform implements AutoCloseable {

    static final String JSON = "application/json";
    static final String PROBLEM = "application/problem+json";

    /** A request that came. */
    record Taken(String method, String uri, Map<String, List<String>> headers, byte[] body) {

        String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        String route() {
            return method + " " + uri;
        }
    }

    private record Canned(int status, String type, byte[] body, List<String> headers) {}

    private final HttpServer server;
    private final Map<String, Deque<Canned>> answers = new ConcurrentHashMap<>();
    private final List<Taken> taken = new CopyOnWriteArrayList<>();

    FakePlatform() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Taken> taken() {
        return taken;
    }

    List<String> routes() {
        return taken.stream().map(Taken::route).toList();
    }

    Taken last(String route) {
        return taken.stream().filter(t -> t.route().equals(route)).toList().getLast();
    }

    /**
     * One more answer to a route below {@code /api/v1}; the last one is given again and again.
     *
     * @param headers names and values
     */
    FakePlatform answers(String route, int status, String type, String body, String... headers) {
        return answers(route, status, type, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    FakePlatform answers(String route, int status, String type, byte[] body, String... headers) {
        String full = route.replaceFirst(" ", " /api/v1");
        answers.computeIfAbsent(full, _ -> new ArrayDeque<>())
                .add(new Canned(status, type, body, List.of(headers)));
        return this;
    }

    FakePlatform json(String route, String body, String... headers) {
        return answers(route, 200, JSON, body, headers);
    }

    FakePlatform refuses(
            String route, int status, String code, String fault, String detail, String... headers) {
        return answers(
                route,
                status,
                PROBLEM,
                """
                {"type":"/problems/%s","title":"T","status":%d,"detail":"%s","instance":"/x",
                 "code":"%s","fault":"%s","retryable":false}\
                """
                        .formatted(code, status, detail, code, fault),
                headers);
    }

    /** The connection breaks without an answer. */
    FakePlatform breaks(String route) {
        return answers(route, 0, "", "");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request =
                    new Taken(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().toString(),
                            Map.copyOf(exchange.getRequestHeaders()),
                            exchange.getRequestBody().readAllBytes());
            taken.add(request);
            Canned canned = next(request.route());
            if (canned.status() == 0) {
                return;
            }
            exchange.getResponseHeaders().add("Content-Type", canned.type());
            for (int i = 0; i < canned.headers().size(); i += 2) {
                exchange.getResponseHeaders()
                        .add(canned.headers().get(i), canned.headers().get(i + 1));
            }
            int length = canned.body().length;
            exchange.sendResponseHeaders(canned.status(), length == 0 ? -1 : length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(canned.body());
            }
        }
    }

    private synchronized Canned next(String route) {
        Deque<Canned> queue = answers.get(route);
        if (queue == null) {
            String body =
                    "{\"status\":404,\"detail\":\"nothing at %s\",\"code\":\"not-found\",\"fault\":\"caller\"}"
                            .formatted(route);
            return new Canned(404, PROBLEM, body.getBytes(StandardCharsets.UTF_8), List.of());
        }
        return queue.size() > 1 ? queue.remove() : queue.element();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
