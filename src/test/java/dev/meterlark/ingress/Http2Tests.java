package dev.meterlark.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.function.snapshot.UrlAuth;
import dev.meterlark.ingress.Frames.Frame;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.worker.Ending;

import io.netty.handler.codec.http2.Http2Headers;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** HTTP/2 without TLS, by prior knowledge; floods of frames that cost their sender nothing. */
class Http2Tests {

    private static final String[] GET = {
        ":method", "GET", ":scheme", "http", ":authority", "says.acme.fn.localhost", ":path", "/a?b"
    };

    @TempDir Path data;

    private IngressNode node;

    @BeforeEach
    void start() throws IOException {
        node = new IngressNode(data, Map.of("meterlark.ingress.max-streams", "10"));
        node.say("\"well\"");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aRequestIsAnsweredAndTheFunctionSeesTheSameEvent() throws IOException {
        try (Frames frames = new Frames(node.port())) {
            frames.ask(1, true, GET);
            Frame head = frames.read(1);
            Http2Headers headers = frames.headers(head);

            assertThat(headers.status()).hasToString("200");
            assertThat(headers.get("content-length")).hasToString("4");
            assertThat(headers.contains("connection")).isFalse();
            assertThat(body(frames, 1)).isEqualTo("well");
        }
        String event = new String(node.workers().requests().getFirst().payload(), UTF_8);
        assertThat(event)
                .contains("\"rawPath\":\"/a\",\"rawQueryString\":\"b\"")
                .contains("\"host\":\"says.acme.fn.localhost\"")
                .contains("\"protocol\":\"HTTP/2.0\"")
                .doesNotContain("x-http2");
    }

    @Test
    void manyStreamsShareAConnectionAndNoneWaitsForAnother() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        node.workers()
                .behave(
                        "says",
                        (_, request) -> {
                            if (new String(request.payload(), UTF_8).contains("/slow")) {
                                await(goOn);
                            }
                            return new Ending.Succeeded("1".getBytes(UTF_8), "application/json");
                        });
        try (Frames frames = new Frames(node.port())) {
            String[] slow = GET.clone();
            slow[7] = "/slow";
            frames.ask(1, true, slow);
            for (int stream = 3; stream < 60; stream += 2) {
                frames.ask(stream, true, GET);
                frames.read(stream);
                assertThat(body(frames, stream)).isEqualTo("1");
            }
            goOn.countDown();
            assertThat(frames.headers(frames.read(1)).status()).hasToString("200");
        }
    }

    @Test
    void aBodyComesInPiecesAndRefusalsAreTheSame() throws IOException {
        try (Frames frames = new Frames(node.port())) {
            frames.ask(
                    1,
                    false,
                    ":method",
                    "POST",
                    ":scheme",
                    "http",
                    ":authority",
                    "echo.acme.fn.localhost",
                    ":path",
                    "/",
                    "content-type",
                    "text/plain");
            frames.send(Frames.DATA, 0, 1, "one ".getBytes(UTF_8));
            frames.send(Frames.DATA, Frames.END_STREAM, 1, "two".getBytes(UTF_8));
            frames.read(1);
            assertThat(body(frames, 1)).contains("\"body\":\"one two\"");

            node.publish(node.says.open(UrlAuth.KEY, null).revision(2));
            frames.ask(3, true, GET);
            assertThat(frames.headers(frames.read(3)).status()).hasToString("403");
            assertThat(body(frames, 3)).isEqualTo("{\"Message\":null}");
        }
    }

    @Test
    void aStreamHasTrailersAndOneThatFailsIsReset() throws IOException {
        node.workers().stream(
                "says",
                (_, _, stream) -> {
                    stream.begins("text/plain");
                    stream.piece("half".getBytes(UTF_8)).toCompletableFuture().join();
                    return new Ending.Streamed(4, "text/plain");
                });
        try (Frames frames = new Frames(node.port())) {
            frames.ask(1, true, GET);
            frames.read(1);
            assertThat(frames.read(1).payload()).asString(UTF_8).isEqualTo("half");
            Frame trailers = frames.read(1);
            assertThat(trailers.ends()).isTrue();
            assertThat(frames.headers(trailers).contains("meterlark-invocation-id")).isTrue();

            node.workers().stream(
                    "says",
                    (_, _, stream) -> {
                        stream.begins("text/plain");
                        stream.piece("half".getBytes(UTF_8)).toCompletableFuture().join();
                        return FakeWorkers.failed("Error", "broke");
                    });
            frames.ask(3, true, GET);
            frames.read(3);
            frames.read(3);
            assertThat(frames.read(3).type()).isEqualTo(Frames.RST_STREAM);
        }
    }

    @Test
    void streamsThatAreTakenBackByTheHundredEndTheConnection() throws IOException {
        try (Frames frames = new Frames(node.port())) {
            for (int i = 0; i < 400; i++) {
                int stream = 1 + 2 * i;
                if (!sent(() -> frames.ask(stream, true, GET))
                        || !sent(() -> frames.send(Frames.RST_STREAM, 0, stream, new byte[4]))) {
                    break;
                }
            }
            assertThat(frames.isSentAway()).isTrue();
        }
        assertServed();
    }

    @Test
    void headersWithoutEndEndTheConnection() throws IOException {
        try (Frames frames = new Frames(node.port())) {
            frames.send(Frames.HEADERS, Frames.END_STREAM, 1, Frames.block(GET));
            byte[] more = Frames.block("x-filler", "y".repeat(100));
            for (int i = 0; i < 10_000; i++) {
                if (!sent(() -> frames.send(Frames.CONTINUATION, 0, 1, more))) {
                    break;
                }
            }
            assertThat(frames.isSentAway()).isTrue();
        }
        assertThat(node.workers().requests()).isEmpty();
        assertServed();
    }

    @Test
    void floodsOfSettingsAndPingsThatAreNotReadEndTheConnection() throws IOException {
        for (int type : new int[] {Frames.SETTINGS, Frames.PING}) {
            byte[] payload = new byte[type == Frames.PING ? 8 : 0];
            try (Frames frames = new Frames(node.port())) {
                boolean open = true;
                for (int i = 0; i < 2_000_000 && open; i++) {
                    open = sent(() -> frames.send(type, 0, 0, payload));
                }
                assertThat(open).isFalse();
            }
            assertServed();
        }
    }

    @Test
    void moreStreamsThanMayBeAreRefused() throws IOException {
        CountDownLatch goOn = new CountDownLatch(1);
        node.workers()
                .behave(
                        "says",
                        (_, _) -> {
                            await(goOn);
                            return new Ending.Succeeded("1".getBytes(UTF_8), "application/json");
                        });
        try (Frames frames = new Frames(node.port())) {
            for (int i = 0; i < 11; i++) {
                frames.ask(1 + 2 * i, true, GET);
            }
            assertThat(frames.read(21).type()).isIn(Frames.RST_STREAM, Frames.GOAWAY);
            goOn.countDown();
        }
        assertServed();
    }

    @Test
    void whatIsNoRequestIsRefused() throws IOException {
        String[][] bad = {
            {":method", "GET", ":scheme", "http", ":path", "/"},
            {":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/", "host", "b"},
            {
                ":method",
                "GET",
                ":scheme",
                "http",
                ":authority",
                "a",
                ":path",
                "/",
                "connection",
                "x"
            },
            {":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/", "Upper", "x"},
            {":method", "GET", ":scheme", "http", ":authority", "a", ":path", "x"},
            {":method", "TRACE", ":scheme", "http", ":authority", "a", ":path", "/"},
            {":method", "GET", ":authority", "a", ":path", "/", ":unknown", "x"}
        };
        for (String[] fields : bad) {
            try (Frames frames = new Frames(node.port())) {
                frames.ask(1, true, fields);
                Frame answer = frames.read();
                while (answer.stream() != 1 && answer.type() != Frames.GOAWAY) {
                    answer = frames.read();
                }
                if (answer.type() == Frames.HEADERS) {
                    assertThat(frames.headers(answer).status().toString()).startsWith("4");
                }
            }
        }
        assertThat(node.workers().requests()).isEmpty();
        assertServed();
    }

    private void assertServed() throws IOException {
        assertThat(node.ask("GET /acme/echo/ HTTP/1.1", "Host: localhost").status()).isEqualTo(200);
    }

    /** A frame that is sent, or not because the other side has hung up. */
    private interface Sending {
        void send() throws IOException;
    }

    private static boolean sent(Sending sending) {
        try {
            sending.send();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String body(Frames frames, int stream) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Frame frame = frames.read(stream);
        while (!frame.ends()) {
            body.write(frame.payload());
            frame = frames.read(stream);
        }
        body.write(frame.payload());
        return body.toString(UTF_8);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
