package dev.meterlark.telemetry;

import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One account's client of the API. */
public record Http(int port, AccountId account) {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    public HttpResponse<String> get(String path) {
        try {
            return CLIENT.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException("no answer to " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("no answer to " + path, e);
        }
    }

    /** Reads a stream of events until it is closed. */
    Events follow(String path, @Nullable String lastEventId) throws Exception {
        var request = request(path).header("Accept", "text/event-stream, application/json");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        return new Events(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
                .timeout(Duration.ofSeconds(20))
                .header(LedgerSlice.ACCOUNT_HEADER, account.toString());
    }

    /** Lines of a stream as they come. */
    static final class Events implements AutoCloseable {

        private static final String CLOSED = "(closed)";

        private final HttpResponse<InputStream> response;
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        Events(HttpResponse<InputStream> response) {
            this.response = response;
            Thread.startVirtualThread(this::read);
        }

        record Event(@Nullable String id, String name, String data) {}

        int status() {
            return response.statusCode();
        }

        HttpResponse<InputStream> response() {
            return response;
        }

        /** The next event, heartbeats left out; fails when none comes in time. */
        Event next() throws InterruptedException {
            String id = null;
            String name = "message";
            while (true) {
                String line = line();
                if (line.startsWith("id:")) {
                    id = line.substring(3);
                } else if (line.startsWith("event:")) {
                    name = line.substring(6);
                } else if (line.startsWith("data:")) {
                    return new Event(id, name, line.substring(5));
                }
            }
        }

        String line() throws InterruptedException {
            String line = lines.poll(20, TimeUnit.SECONDS);
            if (line == null || line.equals(CLOSED)) {
                throw new AssertionError("no further line: " + line);
            }
            return line;
        }

        boolean isClosedBySender() throws InterruptedException {
            while (true) {
                String line = lines.poll(20, TimeUnit.SECONDS);
                if (line == null) {
                    return false;
                }
                if (line.equals(CLOSED)) {
                    return true;
                }
            }
        }

        private void read() {
            try (var reader =
                    new BufferedReader(
                            new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                String line;
                while ((line = reader.readLine()) != null) {
                    lines.add(line);
                }
            } catch (IOException e) {
                // closed from this side
            } finally {
                lines.add(CLOSED);
            }
        }

        @Override
        public void close() throws IOException {
            response.body().close();
        }
    }
}
