package dev.meterlark.cli;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;

/** The platform's REST API. Follows no redirection: the key is for one address. */
final class Api implements AutoCloseable {

    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final long LARGEST_ANSWER = 64L << 20;
    private static final int MOST_PAGES = 1_000;
    private static final int HTTP_OK = 200;
    private static final int PIECE = 64 << 10;

    private final Connection connection;
    private final Surroundings.Pause pause;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECTING)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    Api(Connection connection, Surroundings.Pause pause) {
        this.connection = connection;
        this.pause = pause;
    }

    /** The answer when it is a success. */
    Reply send(Ask ask) {
        Reply reply = exchange(ask);
        if (!reply.succeeded()) {
            throw reply.failure();
        }
        return reply;
    }

    JsonNode get(String path) {
        return send(Ask.get(path)).json();
    }

    /** All items of a list, page by page. */
    ArrayNode all(String path) {
        ArrayNode items = Json.object().putArray("items");
        String cursor = "";
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            JsonNode page = get(cursor.isEmpty() ? path : more(path, cursor));
            page.path("items").forEach(items::add);
            cursor = Json.text(page, "nextCursor", "");
            if (cursor.isEmpty()) {
                break;
            }
        }
        return items;
    }

    private static String more(String path, String cursor) {
        return path + (path.contains("?") ? "&" : "?") + "cursor=" + Ask.encoded(cursor);
    }

    /** The answer, whatever it says. */
    Reply exchange(Ask ask) {
        for (int sent = 1; ; sent++) {
            Optional<Duration> again;
            try {
                Reply reply = once(ask);
                again = Retries.after(ask, reply, sent);
                if (again.isEmpty()) {
                    return reply;
                }
            } catch (IOException e) {
                again = cannotConnect(e) ? Optional.empty() : Retries.afterBreak(ask, sent);
                if (again.isEmpty()) {
                    throw unreachable(ask, e);
                }
            }
            rest(again.get());
        }
    }

    /**
     * A stream of events, from its first byte on.
     *
     * @throws IOException when the connection breaks
     */
    HttpResponse<InputStream> stream(String path, String lastEventId) throws IOException {
        HttpRequest.Builder request =
                request(path).header("Accept", "text/event-stream, application/problem+json");
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        return sent(request.timeout(Ask.SOON).build(), BodyHandlers.ofInputStream());
    }

    /**
     * Passes a body of any length on as it comes.
     *
     * @throws IOException when it cannot be written
     */
    void download(String path, OutputStream out) throws IOException {
        HttpRequest request =
                request(path)
                        .timeout(Ask.SOON)
                        .header("Accept", "text/csv, application/jsonl, application/problem+json")
                        .build();
        HttpResponse<InputStream> response;
        try {
            response = sent(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw unreachable(Ask.get(path), e);
        }
        try (InputStream body = response.body()) {
            if (response.statusCode() != HTTP_OK) {
                byte[] said = body.readNBytes((int) LARGEST_ANSWER);
                throw new Reply(response.statusCode(), response.headers(), said).failure();
            }
            copy(body, out, path);
        }
    }

    private void copy(InputStream body, OutputStream out, String path) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int read = read(body, piece, path); read >= 0; read = read(body, piece, path)) {
            out.write(piece, 0, read);
        }
    }

    private int read(InputStream body, byte[] piece, String path) {
        try {
            return body.read(piece);
        } catch (IOException e) {
            throw unreachable(Ask.get(path), e);
        }
    }

    void rest(Duration time) {
        try {
            pause.of(time);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    Failure unreachable(IOException e) {
        return unreachable(Ask.get(""), e);
    }

    private Reply once(Ask ask) throws IOException {
        HttpRequest.Builder request =
                request(ask.path())
                        .timeout(ask.patience())
                        .method(ask.method(), ask.body().get())
                        .header("Accept", "*/*");
        ask.headers().forEach(request::header);
        if (ask.contentType() != null) {
            request.header("Content-Type", ask.contentType());
        }
        if (ask.key() != null) {
            request.header("Idempotency-Key", ask.key());
        }
        HttpResponse<byte[]> response =
                sent(
                        request.build(),
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
        return new Reply(response.statusCode(), response.headers(), response.body());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(connection.url() + "/api/v1" + path))
                .header("Authorization", "Bearer " + connection.key())
                .header("User-Agent", "lark");
    }

    private <T> HttpResponse<T> sent(HttpRequest request, HttpResponse.BodyHandler<T> body)
            throws IOException {
        try {
            return http.send(request, body);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static boolean cannotConnect(IOException e) {
        return e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
    }

    private Failure unreachable(Ask ask, IOException e) {
        URI url = connection.url();
        if (cannotConnect(e)) {
            boolean unknown = e.getCause() instanceof UnresolvedAddressException;
            String why =
                    e instanceof HttpConnectTimeoutException
                            ? "no answer within %d s".formatted(CONNECTING.toSeconds())
                            : unknown ? "the host name is not known" : "connection refused";
            return new Failure(
                    Exit.UNREACHABLE,
                    "lark.cannot-connect",
                    "cannot connect to %s: %s".formatted(url, why),
                    "Is Meterlark running there (bin/up)? The address is from lark login or"
                            + " METERLARK_URL.");
        }
        if (e instanceof HttpTimeoutException) {
            return new Failure(
                    Exit.UNREACHABLE,
                    "lark.timeout",
                    "%s has not answered within %d s".formatted(url, ask.patience().toSeconds()),
                    "What was asked for may have been done all the same.");
        }
        return new Failure(
                Exit.UNREACHABLE,
                "lark.connection-broken",
                "the connection to %s broke: %s".formatted(url, Reason.of(e)),
                "What was asked for may have been done all the same.");
    }

    private static Failure interrupted() {
        Thread.currentThread().interrupt();
        return new Failure(Exit.LARK, "lark.interrupted", "interrupted", null);
    }

    static ObjectNode items(ArrayNode items) {
        ObjectNode document = Json.object();
        document.set("items", items);
        return document;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
