package dev.meterlark.worker.protocol;

import static dev.meterlark.worker.protocol.Listening.A;
import static dev.meterlark.worker.protocol.Listening.B;
import static dev.meterlark.worker.protocol.Listening.error;
import static dev.meterlark.worker.protocol.Listening.now;
import static dev.meterlark.worker.protocol.Listening.response;
import static dev.meterlark.worker.protocol.Wire.PREFIX;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What a hostile runtime may say; each time, an honest call must still go through after it. */
class RuntimeApiAbuseTests {

    private static final int LIMIT = 6 * 1024 * 1024 + 100;

    private Listening sandbox;
    private Wire runtime;

    @BeforeEach
    void connect() throws IOException {
        sandbox = new Listening(ConversationLimits.LAMBDA);
        runtime = sandbox.connect();
    }

    @AfterEach
    void close() throws IOException {
        runtime.close();
        sandbox.close();
    }

    @Test
    void theLimitItselfFitsAndOneByteMoreDoesNot() throws Exception {
        CompletableFuture<Reply> fits = sandbox.hand(A, "1");
        runtime.next();
        assertThat(runtime.post(response(A), "x".repeat(LIMIT)).status()).isEqualTo(202);
        assertThat(((Reply.Answered) now(fits)).payload()).hasSize(LIMIT);

        CompletableFuture<Reply> large = sandbox.hand(B, "1");
        runtime.next();
        var answer = runtime.post(response(B), "x".repeat(LIMIT + 1));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"errorMessage\":\"Exceeded maximum allowed payload size (6291556"
                                + " bytes).\",\"errorType\":\"RequestEntityTooLarge\"}");
        assertThat(now(large)).isEqualTo(new Reply.TooLarge(LIMIT + 1, LIMIT));
        assertHonestCall();
    }

    @Test
    void anEndlessChunkedResponseEndsTheCallAtTheLimit() throws Exception {
        CompletableFuture<Reply> reply = sandbox.hand(A, "1");
        runtime.next();
        runtime.say("POST " + response(A) + " HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
        byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes();

        boolean cutOff = false;
        for (int i = 0; i < 3000 && !cutOff; i++) {
            try {
                runtime.say(chunk);
            } catch (IOException e) {
                cutOff = true;
            }
        }

        assertThat(now(reply)).isInstanceOf(Reply.TooLarge.class);
        assertThat(cutOff).isTrue();
        reconnect();
        assertHonestCall();
    }

    @Test
    void truncatedAnswersEndTheCall() throws Exception {
        CompletableFuture<Reply> reply = sandbox.hand(A, "1");
        runtime.next();
        runtime.say("POST " + response(A) + " HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc");
        runtime.endOutput();

        var answer = runtime.hear();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("TruncatedHTTPRequest");
        assertThat(((Reply.Failed) now(reply)).type()).isEqualTo("Runtime.TruncatedResponse");
        reconnect();
        assertHonestCall();
    }

    @Test
    void brokenChunksAreTruncatedToo() throws Exception {
        CompletableFuture<Reply> reply = sandbox.hand(A, "1");
        runtime.next();
        runtime.say(
                "POST "
                        + response(A)
                        + " HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nxyz\r\n");

        assertThat(runtime.hear().status()).isEqualTo(400);
        assertThat(((Reply.Failed) now(reply)).type()).isEqualTo("Runtime.TruncatedResponse");
    }

    @Test
    void anAnswerThatIsCutOffByTheProcesssDeathEndsTheCall() throws Exception {
        CompletableFuture<Reply> reply = sandbox.hand(A, "1");
        runtime.next();
        runtime.say("POST " + error(A) + " HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc").close();

        assertThat(((Reply.Failed) now(reply)).type()).isEqualTo("Runtime.TruncatedResponse");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 2",
                "Content-Length: 2\r\nContent-Length: 3",
                "Content-Length: -1",
                "Content-Length: +2",
                "Content-Length: 99999999999999999999",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: chunked, identity",
                "Content-Length : 2",
                " folded: 1\r\nContent-Length: 2"
            })
    void whatTwoReadersCouldUnderstandDifferentlyIsRefused(String headers) throws Exception {
        CompletableFuture<Reply> reply = sandbox.hand(A, "1");
        runtime.next();
        runtime.say("POST " + response(A) + " HTTP/1.1\r\n" + headers + "\r\n\r\n{}");

        assertThat(runtime.hear().status()).isEqualTo(400);
        assertThat(runtime.closed()).isTrue();
        reply.cancel(false);
        reconnect();
        assertHonestCall();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/2.0\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "GARBAGE\r\n\r\n",
                "\u0016\u0003\u0001\u0002\r\n\r\n"
            })
    void otherProtocolsAreRefused(String text) throws Exception {
        runtime.say(text);

        assertThat(runtime.hear().status()).isIn(400, 505);
        assertThat(runtime.closed()).isTrue();
        reconnect();
        assertHonestCall();
    }

    @Test
    void linesAndHeadersAreBounded() throws Exception {
        runtime.say("GET /" + "x".repeat(9000) + " HTTP/1.1\r\n\r\n");
        assertThat(runtime.hear().status()).isEqualTo(414);
        reconnect();
        runtime.say("GET /2018-06-01/ping HTTP/1.1\r\nA: " + "x".repeat(70_000) + "\r\n\r\n");
        assertThat(runtime.hear().status()).isEqualTo(431);
        reconnect();
        assertHonestCall();
    }

    @Test
    void slowConnectionsHarmNobody() throws Exception {
        List<Wire> slow = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            slow.add(sandbox.connect().say("POST " + response(A) + " HTTP/1.1\r\nContent-Le"));
        }

        assertHonestCall();
        for (Wire each : slow) {
            each.close();
        }
    }

    @Test
    void connectionsAreBoundedAndTheRestWaitTheirTurn() throws Exception {
        try (var narrow = new Listening(new ConversationLimits(1000, 2, 8192))) {
            Wire first = narrow.connect();
            Wire second = narrow.connect();
            assertThat(first.get("/2018-06-01/ping").status()).isEqualTo(200);
            assertThat(second.get("/2018-06-01/ping").status()).isEqualTo(200);
            try (Wire third = narrow.connect()) {
                third.say("GET /2018-06-01/ping HTTP/1.1\r\n\r\n");
                assertThat(first.get("/2018-06-01/ping").status()).isEqualTo(200);
                assertThat(third.silent()).isTrue();
                second.close();
                assertThat(third.hear().body()).isEqualTo("pong");
            }
            first.close();
        }
    }

    @Test
    void aThousandConnectionsAtOnceAllSeeTheOneEvent() throws Exception {
        CompletableFuture<Reply> reply = sandbox.hand(A, "1");
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<String>>();
            for (int i = 0; i < 1000; i++) {
                answers.add(
                        callers.submit(
                                () -> {
                                    try (Wire wire = sandbox.connect()) {
                                        return wire.next().body();
                                    }
                                }));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("1");
            }
        }
        assertThat(runtime.post(response(A), "2").status()).isEqualTo(202);
        assertThat(now(reply)).isInstanceOf(Reply.Answered.class);
    }

    @Test
    void whoeverAsksWithoutReadingIsNotServedAhead() throws Exception {
        sandbox.hand(A, "\"" + "x".repeat(1_000_000) + "\"");
        byte[] ask = ("GET " + PREFIX + "/invocation/next HTTP/1.1\r\n\r\n").getBytes();
        for (int i = 0; i < 300; i++) {
            runtime.say(ask);
        }
        try (Wire other = sandbox.connect()) {
            assertThat(other.next().status()).isEqualTo(200);
            assertThat(other.post(response(A), "done").status()).isEqualTo(202);
        }
        reconnect();
        assertHonestCall();
    }

    @Test
    void idleTalkIsSlowedDownButAnswered() throws Exception {
        var asked = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            asked.append("GET /2018-06-01/ping HTTP/1.1\r\n\r\n");
        }
        long before = System.nanoTime();
        runtime.say(asked.toString());
        for (int i = 0; i < 200; i++) {
            assertThat(runtime.hear().body()).isEqualTo("pong");
        }

        assertThat(System.nanoTime() - before).isGreaterThan(500_000_000L);
        assertHonestCall();
    }

    @Test
    void expectationsAreMet() throws Exception {
        CompletableFuture<Reply> reply = sandbox.hand(A, "1");
        runtime.next();
        runtime.say(
                "POST "
                        + response(A)
                        + " HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        assertThat(runtime.hear().status()).isEqualTo(100);
        assertThat(runtime.say("{}").hear().status()).isEqualTo(202);
        assertThat(now(reply)).isInstanceOf(Reply.Answered.class);
    }

    /** Seeded, so that a failure can be repeated: any method, any path, any body. */
    @Test
    void nonsenseNeverBreaksTheConversation() throws Exception {
        var random = new Random(20_260_801);
        String[] methods = {"GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "BREW"};
        String[] bodies = {"", "{}", "null", "{\"errorType\":", "\0\1\2", "x".repeat(10_000)};
        assertHonestCall();
        CompletableFuture<Reply> pending = sandbox.hand(A, "1");
        for (int i = 1; i <= 1500; i++) {
            if (i % 40 == 0) {
                pending.cancel(false);
                assertHonestCall();
            }
            String method = methods[random.nextInt(methods.length)];
            String path = randomPath(random);
            String body = bodies[random.nextInt(bodies.length)];
            if (path.endsWith("/next") && method.equals("GET") && pending.isDone()) {
                pending = sandbox.hand(A, "1");
            }
            var answer = runtime.say(request(method, path, body)).hear();
            assertThat(answer.status()).isIn(200, 202, 400, 403, 404, 405);
        }
    }

    private static String randomPath(Random random) {
        String[] paths = {
            "/2018-06-01/ping",
            PREFIX + "/invocation/next",
            response(A),
            error(A),
            response(B),
            error("%00"),
            "/2018-06-01/../..//",
            PREFIX + "/init/error",
            "/" + Long.toString(random.nextLong(), 36),
            PREFIX + "/invocation/" + Long.toString(random.nextLong(), 36) + "/error"
        };
        return paths[random.nextInt(paths.length)];
    }

    private static String request(String method, String path, String body) {
        return Wire.postText(path, body).replaceFirst("POST", method);
    }

    private void reconnect() throws IOException {
        runtime.close();
        runtime = sandbox.connect();
    }

    private void assertHonestCall() throws Exception {
        CompletableFuture<Reply> reply = sandbox.hand(B, "\"honest\"");
        assertThat(runtime.next().body()).isEqualTo("\"honest\"");
        assertThat(runtime.post(response(B), "yes").status()).isEqualTo(202);
        assertThat(((Reply.Answered) now(reply)).payload()).asString().isEqualTo("yes");
    }
}
