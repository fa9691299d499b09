package dev.meterlark.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.function.snapshot.UrlAuth;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.worker.AnswerStream;
import dev.meterlark.worker.Ending;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Answers that go out as they are made. */
class StreamsTests {

    private static final String LINE = "GET / HTTP/1.1";
    private static final String HOST = "Host: says.acme.fn.localhost";
    private static final String ZEROS = "\0".repeat(8);

    @TempDir Path data;

    private IngressNode node;

    @BeforeEach
    void start() throws IOException {
        node = new IngressNode(data);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void eachPieceGoesOutBeforeTheNextIsMade() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        stream(
                (_, _, stream) -> {
                    stream.begins("text/plain");
                    put(stream, "one");
                    await(read);
                    put(stream, "two");
                    return new Ending.Streamed(6, "text/plain");
                });
        try (Wire wire = node.connect()) {
            wire.send(LINE + "\r\n" + HOST + "\r\n\r\n");
            Map<String, List<String>> head = wire.readHead();
            assertThat(head.get(":status")).containsExactly("200");
            assertThat(head.get("content-type")).containsExactly("text/plain");
            assertThat(wire.chunk()).asString(UTF_8).isEqualTo("one");
            read.countDown();
            assertThat(wire.chunk()).asString(UTF_8).isEqualTo("two");
            assertThat(wire.chunk()).isEmpty();
        }
    }

    @Test
    void whatTheCallWasFollowsAtTheEndAndTheConnectionGoesOn() throws IOException {
        node.keys.addDeveloper(node.acme, "dev");
        node.publish(node.says.open(UrlAuth.KEY, null).revision(2));
        streamText("text/plain", "a", "b");
        try (Wire wire = node.connect()) {
            for (int i = 0; i < 3; i++) {
                Wire.Answer answer = wire.ask(LINE, HOST, "Authorization: Bearer mlk_dev");

                assertThat(answer.body()).isEqualTo("ab");
                assertThat(answer.trailers())
                        .containsKeys(
                                "meterlark-invocation-id",
                                "meterlark-billed-ms",
                                "meterlark-price",
                                "meterlark-cold-start");
                assertThat(answer.header("trailer")).contains("meterlark-price");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1_000})
    void statusAndHeadersComeBeforeTheBodyHoweverTheyAreCut(int size) throws IOException {
        String whole =
                "{\"statusCode\": 201, \"headers\": {\"Content-Type\": \"text/html\", \"X-A\":"
                        + " \"b\"}, \"cookies\": [\"a=1\", \"meterlark-session=x\"]}"
                        + ZEROS
                        + "bo\0dy";
        String[] pieces = whole.split("(?s)(?<=\\G.{" + size + "})");
        streamText(Prelude.CONTENT_TYPE, pieces);

        Wire.Answer answer = node.ask(LINE, HOST);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("content-type")).isEqualTo("text/html");
        assertThat(answer.header("x-a")).isEqualTo("b");
        assertThat(answer.header("set-cookie")).isEqualTo("a=1");
        assertThat(answer.body()).isEqualTo("bo\0dy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"statusCode\": 99}" + "\0\0\0\0\0\0\0\0",
                "{\"statusCode\": 200, \"headers\": {\"a b\": \"c\"}}" + "\0\0\0\0\0\0\0\0",
                "no json" + "\0\0\0\0\0\0\0\0",
                "{\"statusCode\": 200}" + "\0\0\0\0\0\0\0",
                "{\"statusCode\": 200}",
                "\0\0\0\0\0\0\0\0",
                ""
            })
    void aStreamThatBeginsWithNonsenseIsA502(String prelude) throws IOException {
        streamText(Prelude.CONTENT_TYPE, prelude);

        Wire.Answer answer = node.ask(LINE, HOST);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.body()).isEqualTo("Internal Server Error");
        assertThat(answer.header("meterlark-error")).isEqualTo("function.answer-invalid");
    }

    @Test
    void whatComesBeforeTheBodyHasABound() throws IOException {
        streamText(Prelude.CONTENT_TYPE, "{\"a\": \"" + "x".repeat(200_000));

        assertThat(node.ask(LINE, HOST).status()).isEqualTo(502);
    }

    @Test
    void aStreamWithoutAPieceIsAnEmptyAnswer() throws IOException {
        streamText("text/csv");

        Wire.Answer answer = node.ask(LINE, HOST);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("text/csv");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aStreamThatFailsHalfWayIsSeenToBeIncomplete() throws IOException {
        stream(
                (_, _, stream) -> {
                    stream.begins("text/plain");
                    put(stream, "half");
                    return FakeWorkers.failed("Error", "broke");
                });
        try (Wire wire = node.connect()) {
            wire.send(LINE + "\r\n" + HOST + "\r\n\r\n");
            wire.readHead();
            assertThat(wire.chunk()).asString(UTF_8).isEqualTo("half");
            assertThatThrownBy(wire::chunk).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void aStreamThatFailsBeforeItsFirstPieceIsA502() throws IOException {
        stream(
                (_, _, stream) -> {
                    stream.begins("text/plain");
                    return FakeWorkers.failed("Error", "broke");
                });

        assertThat(node.ask(LINE, HOST).status()).isEqualTo(502);
    }

    @Test
    void whoCannotReadChunksReadsToTheEnd() throws IOException {
        streamText("text/plain", "a", "b");
        try (Wire wire = node.connect()) {
            Wire.Answer answer = wire.ask("GET / HTTP/1.0", HOST);

            assertThat(answer.headers()).doesNotContainKeys("transfer-encoding", "trailer");
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(answer.body()).isEqualTo("ab");
        }
    }

    @Test
    void headGetsNoPieces() throws IOException {
        streamText("text/plain", "a", "b");
        try (Wire wire = node.connect()) {
            assertThat(wire.ask("HEAD / HTTP/1.1", HOST).status()).isEqualTo(200);
            streamText(Prelude.CONTENT_TYPE, "{\"statusCode\": 204}" + ZEROS + "dropped");
            assertThat(wire.ask(LINE, HOST).status()).isEqualTo(204);
            streamText("text/plain", "c");
            assertThat(wire.ask(LINE, HOST).body()).isEqualTo("c");
        }
    }

    @Test
    void whatIsNotReadIsNotAskedFor() throws Exception {
        int pieces = 400;
        int size = 64 * 1024;
        AtomicInteger given = new AtomicInteger();
        AtomicLong most = new AtomicLong();
        stream(
                (_, _, stream) -> {
                    stream.begins("application/octet-stream");
                    for (int i = 0; i < pieces; i++) {
                        given.incrementAndGet();
                        stream.piece(new byte[size]).toCompletableFuture().join();
                        most.accumulateAndGet(
                                (long) node.gauge("meterlark.ingress.answers.held"), Math::max);
                    }
                    return new Ending.Streamed((long) pieces * size, "text/plain");
                });
        try (Wire wire = node.connect()) {
            wire.send(LINE + "\r\n" + HOST + "\r\n\r\n");
            wire.readHead();
            Eventually.equal(true, () -> given.get() > 1 && given.get() < pieces);

            long read = 0;
            for (byte[] chunk = wire.chunk(); chunk.length > 0; chunk = wire.chunk()) {
                read += chunk.length;
            }
            assertThat(read).isEqualTo((long) pieces * size);
        }
        assertThat(most.get()).isLessThan(1 << 20);
    }

    @Test
    void whenTheClientGoesTheRestIsNotWanted() throws Exception {
        CompletableFuture<Boolean> refused = new CompletableFuture<>();
        stream(
                (_, _, stream) -> {
                    stream.begins("text/plain");
                    boolean failed = false;
                    while (!failed) {
                        CompletableFuture<?> taken =
                                stream.piece(new byte[64 * 1024]).toCompletableFuture();
                        taken.exceptionally(_ -> null).join();
                        failed = taken.isCompletedExceptionally();
                    }
                    refused.complete(true);
                    return new Ending.Streamed(7, "text/plain");
                });
        try (Wire wire = node.connect()) {
            wire.send(LINE + "\r\n" + HOST + "\r\n\r\n");
            wire.readHead();
        }
        assertThat(refused.get()).isTrue();
        Eventually.equal(0.0, () -> node.gauge("meterlark.ingress.answers.held"));
        Eventually.equal(0.0, () -> node.gauge("meterlark.ingress.requests"));
    }

    private void streamText(String contentType, String... pieces) {
        stream(
                (_, _, stream) -> {
                    stream.begins(contentType);
                    long bytes = 0;
                    for (String piece : pieces) {
                        if (!piece.isEmpty()) {
                            put(stream, piece);
                            bytes += piece.length();
                        }
                    }
                    return new Ending.Streamed(bytes, "text/plain");
                });
    }

    private void stream(FakeWorkers.StreamingBehaviour behaviour) {
        node.workers().stream("says", behaviour);
    }

    private static void put(AnswerStream stream, String text) {
        stream.piece(text.getBytes(UTF_8)).toCompletableFuture().exceptionally(_ -> null).join();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
