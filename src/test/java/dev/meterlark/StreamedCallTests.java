package dev.meterlark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.worker.AnswerStream;
import dev.meterlark.worker.Ending;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Streamed answers over REST, as they are on the wire. */
@MeterlarkTest
class StreamedCallTests {

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired FakeWorkers workers;

    private String key;

    @BeforeEach
    void aFunction() {
        key = tenants.newOwner().token();
        var asked = new Asked(port);
        var made =
                asked.ask(
                        "POST",
                        "/api/v1/functions",
                        key,
                        """
                        {"name": "flow", "runtime": "nodejs20", "handler": "index.flow",
                         "memoryMb": 128, "timeout": 10, "code": {"source": "//"}}
                        """);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    @Test
    void piecesComeWhileTheFunctionStillWorksAndWhatItTookStandsInTrailers() throws Exception {
        var goOn = new CompletableFuture<Void>();
        workers.stream(
                "index.flow",
                (_, _, stream) -> {
                    stream.begins("text/event-stream");
                    take(stream, "one");
                    goOn.join();
                    take(stream, "two");
                    return new Ending.Streamed(6, "text/event-stream");
                });

        try (Socket socket = call("HTTP/1.1")) {
            InputStream in = socket.getInputStream();
            String head = readUntil(in, "one\r\n");
            assertThat(head).startsWith("HTTP/1.1 200");
            assertThat(head.toLowerCase())
                    .contains("content-type: text/event-stream")
                    .contains("transfer-encoding: chunked")
                    .contains("content-security-policy: sandbox")
                    .contains("trailer: meterlark-invocation-id");

            goOn.complete(null);
            socket.shutdownOutput();
            String rest = new String(in.readAllBytes(), ISO_8859_1);

            assertThat(rest)
                    .startsWith("3\r\ntwo\r\n0\r\n")
                    .containsIgnoringCase("\r\nmeterlark-billed-ms: 25\r\n")
                    .containsIgnoringCase("\r\nmeterlark-price: ")
                    .containsIgnoringCase("\r\nmeterlark-cold-start: true\r\n")
                    .endsWith("\r\n\r\n");
        }
    }

    @Test
    void aStreamThatFailsHalfWayHasNoEnd() throws Exception {
        workers.stream(
                "index.flow",
                (spec, _, stream) -> {
                    stream.begins("text/plain");
                    take(stream, "half");
                    return new Ending.TimedOut(spec.timeout());
                });

        try (Socket socket = call("HTTP/1.1")) {
            String all = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);

            assertThat(all).contains("4\r\nhalf\r\n").doesNotContain("\r\n0\r\n");
        }
    }

    @Test
    void whoHasGoneIsToldToTheFunctionsStream() throws Exception {
        var left = new CompletableFuture<Void>();
        workers.stream(
                "index.flow",
                (_, _, stream) -> {
                    stream.begins("text/plain");
                    try {
                        while (true) {
                            take(stream, "x".repeat(64 * 1024));
                        }
                    } catch (CompletionException gone) {
                        left.complete(null);
                    }
                    return new Ending.Streamed(1, "text/plain");
                });

        try (Socket socket = call("HTTP/1.1")) {
            readUntil(socket.getInputStream(), "xxxx");
            assertThat(left).isNotDone();
        }

        await().atMost(Duration.ofSeconds(20)).until(left::isDone);
    }

    @Test
    void anAnswerToBeKeptForItsKeyComesWhole() {
        workers.stream("index.flow", (_, _, stream) -> FakeWorkers.streamed(stream, "one,", "two"));
        var asked = new Asked(port);

        var first = asked.postJson(path(), key, "{}", "Idempotency-Key", "once");
        var again = asked.postJson(path(), key, "{}", "Idempotency-Key", "once");

        assertThat(first.body()).isEqualTo("one,two");
        assertThat(first.headers().firstValue("Meterlark-Billed-Ms")).isPresent();
        assertThat(again.body()).isEqualTo("one,two");
        assertThat(again.headers().firstValue("Idempotency-Replayed")).hasValue("true");
    }

    @Test
    void anOldClientGetsTheSameWithoutTrailers() throws Exception {
        workers.stream("index.flow", (_, _, stream) -> FakeWorkers.streamed(stream, "one,", "two"));

        try (Socket socket = call("HTTP/1.0")) {
            String all = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);

            assertThat(all).startsWith("HTTP/1.").contains(" 200").endsWith("\r\n\r\none,two");
        }
    }

    private Socket call(String version) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        String request =
                "POST %s %s\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 2\r\n"
                        + "Connection: close\r\n\r\n{}";
        socket.getOutputStream()
                .write(request.formatted(path(), version, port, key).getBytes(ISO_8859_1));
        return socket;
    }

    private static String path() {
        return "/api/v1/functions/flow/invocations";
    }

    private static void take(AnswerStream stream, String piece) {
        stream.piece(piece.getBytes(ISO_8859_1)).toCompletableFuture().join();
    }

    private static String readUntil(InputStream in, String end) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new AssertionError("ended after: " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }
}
