package dev.meterlark.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.function.snapshot.UrlAuth;
import dev.meterlark.worker.Ending;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** HTTP/1.1 as it comes from decent clients, from careless ones, and from those that smuggle. */
class HttpTests {

    private static final String LINE = "GET / HTTP/1.1";
    private static final String HOST = "Host: says.acme.fn.localhost";

    @TempDir Path data;

    private IngressNode node;

    @BeforeEach
    void start() throws IOException {
        node = new IngressNode(data);
        node.say("\"well\"");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "400 | GET / HTTP/1.1\\r\\n\\r\\n",
                "400 | GET / HTTP/1.1\\r\\nHost: a\\r\\nHost: a\\r\\n\\r\\n",
                "400 | GET / HTTP/1.1\\r\\nHost: a, b\\r\\n\\r\\n",
                "400 | GET / HTTP/1.1\\r\\nHost: a/b\\r\\n\\r\\n",
                "400 | GET / HTTP/1.1\\r\\nHost:\\r\\n\\r\\n",
                "400 | GET http://other.example/ HTTP/1.1\\r"
                        + "\\n"
                        + "Host: says.acme.fn.localhost\\r"
                        + "\\n"
                        + "\\r"
                        + "\\n",
                "400 | OPTIONS * HTTP/1.1\\r\\nHost: says.acme.fn.localhost\\r\\n\\r\\n",
                "400 | GET says HTTP/1.1\\r\\nHost: says.acme.fn.localhost\\r\\n\\r\\n",
                "400 | GET /a#b HTTP/1.1\\r\\nHost: says.acme.fn.localhost\\r\\n\\r\\n",
                "400 | GET /\u00fc HTTP/1.1\\r\\nHost: says.acme.fn.localhost\\r\\n\\r\\n",
                "400 | GET / HTTP/1.1\\r\\nHost : says.acme.fn.localhost\\r\\n\\r\\n",
                "400 | GET / HTTP/1.1\\r\\nHost: a\\r\\nX\\u0000: b\\r\\n\\r\\n",
                "400 | GET / HTTP/1.1\\r\\nHost: a\\r\\nX Y: b\\r\\n\\r\\n",
                "400 | GET / HTTP/1.1\\r\\nHost: a\\r\\n: b\\r\\n\\r\\n",
                "400 | POST / HTTP/1.1\\r"
                        + "\\n"
                        + "Host: a\\r"
                        + "\\n"
                        + "Content-Length: 4\\r"
                        + "\\n"
                        + "Transfer-Encoding: chunked\\r"
                        + "\\n"
                        + "\\r"
                        + "\\n",
                "400 | POST / HTTP/1.1\\r"
                        + "\\n"
                        + "Host: a\\r"
                        + "\\n"
                        + "Transfer-Encoding: gzip, chunked\\r"
                        + "\\n"
                        + "\\r"
                        + "\\n",
                "400 | POST / HTTP/1.1\\r"
                        + "\\n"
                        + "Host: a\\r"
                        + "\\n"
                        + "Transfer-Encoding: chunked\\r"
                        + "\\n"
                        + "Transfer-Encoding: chunked\\r"
                        + "\\n"
                        + "\\r"
                        + "\\n",
                "400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: xchunked\\r\\n\\r\\n",
                "400 | POST / HTTP/1.1\\r"
                        + "\\n"
                        + "Host: a\\r"
                        + "\\n"
                        + "Content-Length: 4\\r"
                        + "\\n"
                        + "Content-Length: 5\\r"
                        + "\\n"
                        + "\\r"
                        + "\\n",
                "400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: -1\\r\\n\\r\\n",
                "400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: +1\\r\\n\\r\\n",
                "400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 0x4\\r\\n\\r\\n",
                "400 | POST / HTTP/1.0\\r\\nHost: a\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n",
                "405 | TRACE / HTTP/1.1\\r\\nHost: says.acme.fn.localhost\\r\\n\\r\\n",
                "405 | CONNECT says.acme.fn.localhost:80 HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
                "405 | PROPFIND / HTTP/1.1\\r\\nHost: says.acme.fn.localhost\\r\\n\\r\\n",
                "505 | GET / HTTP/2.0\\r\\nHost: a\\r\\n\\r\\n",
                "505 | GET / HTTP/1.2\\r\\nHost: a\\r\\n\\r\\n",
                "501 | GET / HTTP/1.1\\r"
                        + "\\n"
                        + "Host: says.acme.fn.localhost\\r"
                        + "\\n"
                        + "Connection: upgrade\\r"
                        + "\\n"
                        + "Upgrade: websocket\\r"
                        + "\\n"
                        + "\\r"
                        + "\\n",
                "417 | POST / HTTP/1.1\\r"
                        + "\\n"
                        + "Host: says.acme.fn.localhost\\r"
                        + "\\n"
                        + "Expect: tea\\r"
                        + "\\n"
                        + "Content-Length: 1\\r"
                        + "\\n"
                        + "\\r"
                        + "\\n",
                "400 | nonsense\\r\\n\\r\\n"
            })
    void whatCannotBeUnderstoodInOneWayOnlyIsRefusedAndTheConnectionEnds(int status, String request)
            throws IOException {
        try (Wire wire = node.connect()) {
            wire.send(request.replace("\\r", "\r").replace("\\n", "\n").replace("\\u0000", "\0"));

            Wire.Answer answer = wire.read();

            assertThat(answer.status()).as(answer.body()).isEqualTo(status);
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(wire.isClosed()).isTrue();
        }
        assertThat(node.workers().requests()).isEmpty();
        assertThat(node.ask(LINE, HOST).status()).isEqualTo(200);
    }

    @Test
    void bareLineFeedsAndTlsWhereThereIsNoneAreRefused() throws IOException {
        for (String request :
                new String[] {
                    LINE + "\n" + HOST + "\n\n",
                    LINE + "\r\n" + HOST + "\nX: y\r\n\r\n",
                    "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n"
                }) {
            try (Wire wire = node.connect()) {
                wire.send(request);
                assertThat(wire.read().status()).isEqualTo(400);
                assertThat(wire.isClosed()).isTrue();
            }
        }
        assertThat(node.workers().requests()).isEmpty();
    }

    @Test
    void aFoldedLineIsOneLine() throws IOException {
        node.ask(LINE, HOST, "X-Folded: a", " b", "X-After: c");

        assertThat(new String(node.workers().requests().getFirst().payload(), UTF_8))
                .contains("\"x-folded\":\"a b\",\"x-after\":\"c\"");
    }

    @Test
    void linesAndHeadersHaveBounds() throws IOException {
        String path = "/" + "a".repeat(9_000);

        assertThat(node.ask("GET " + path + " HTTP/1.1", HOST).status()).isEqualTo(414);
        assertThat(node.ask(LINE, HOST, "X: " + "y".repeat(17_000)).status()).isEqualTo(431);
        assertThat(node.ask(LINE, HOST, "X: " + "y".repeat(15_000)).status()).isEqualTo(200);
    }

    @Test
    void anAddressMayNameItsHostAndQueriesMayBeLong() throws IOException {
        String address = "http://says.acme.fn.localhost";

        assertThat(node.ask("GET " + address + "/x HTTP/1.1", HOST).status()).isEqualTo(200);
        assertThat(node.ask("GET " + address + "?x=1 HTTP/1.1", HOST).status()).isEqualTo(200);
        assertThat(new String(node.workers().requests().getLast().payload(), UTF_8))
                .contains("\"rawPath\":\"/\",\"rawQueryString\":\"x=1\"");
    }

    @Test
    void requestsOnOneConnectionAreAnsweredInTheirOrder() throws IOException {
        node.workers()
                .behave(
                        "says",
                        (_, request) -> {
                            String event = new String(request.payload(), UTF_8);
                            int at = event.indexOf("\"rawPath\":\"/") + 12;
                            String path = event.substring(at, event.indexOf('"', at));
                            return new Ending.Succeeded(
                                    ('"' + path + '"').getBytes(UTF_8), "application/json");
                        });
        try (Wire wire = node.connect()) {
            StringBuilder many = new StringBuilder();
            for (int i = 0; i < 40; i++) {
                boolean chunked = i % 3 == 1;
                boolean sized = i % 3 == 2;
                many.append("POST /").append(i).append(" HTTP/1.1\r\n").append(HOST).append("\r\n");
                many.append(chunked ? "Transfer-Encoding: chunked\r\n" : "");
                many.append(sized ? "Content-Length: 3\r\n" : "").append("\r\n");
                many.append(chunked ? "3\r\nabc\r\n0\r\n\r\n" : sized ? "abc" : "");
            }
            wire.send(many.toString());
            for (int i = 0; i < 40; i++) {
                assertThat(wire.read().body()).isEqualTo(String.valueOf(i));
            }
        }
    }

    @Test
    void aRefusalWithoutABodyKeepsTheConnection() throws IOException {
        try (Wire wire = node.connect()) {
            assertThat(wire.ask(LINE, "Host: nobody.example").status()).isEqualTo(403);
            assertThat(wire.ask(LINE, "Host: nobody.example").status()).isEqualTo(403);
            assertThat(wire.ask(LINE, HOST).status()).isEqualTo(200);
        }
    }

    @Test
    void oldClientsAreAnsweredOnce() throws IOException {
        try (Wire wire = node.connect()) {
            assertThat(wire.ask("GET / HTTP/1.0", HOST).body()).isEqualTo("well");
            assertThat(wire.isClosed()).isTrue();
        }
        assertThat(node.ask("GET / HTTP/1.0").status()).isEqualTo(403);
        assertThat(node.ask(LINE, HOST, "Connection: close").header("connection"))
                .isEqualTo("close");
    }

    @Test
    void aBodyIsAskedForOnlyWhenItIsWanted() throws IOException {
        try (Wire wire = node.connect()) {
            wire.send(
                    "POST / HTTP/1.1\r\n"
                            + HOST
                            + "\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(wire.read().status()).isEqualTo(100);
            wire.send("{}");
            assertThat(wire.read().status()).isEqualTo(200);
        }
        node.publish(node.says.open(UrlAuth.KEY, null).revision(2));
        try (Wire wire = node.connect()) {
            wire.send(
                    "POST / HTTP/1.1\r\n"
                            + HOST
                            + "\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(wire.read().status()).isEqualTo(403);
        }
    }

    @Test
    void aBodyHasABoundWhateverItSaysOfItself() throws IOException {
        String head = "POST / HTTP/1.1\r\n" + HOST + "\r\nContent-Type: text/plain\r\n";
        try (Wire wire = node.connect()) {
            wire.send(head + "Content-Length: 99999999999\r\n\r\n");
            assertThat(wire.read().status()).isEqualTo(413);
        }
        try (Wire wire = node.connect()) {
            wire.send(head + "Transfer-Encoding: chunked\r\n\r\n");
            byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(UTF_8);
            for (int i = 0; i < 97; i++) {
                wire.send(chunk);
            }
            assertThat(wire.read().status()).isEqualTo(413);
        }
        try (Wire wire = node.connect()) {
            int most = node.invocations.intake.maxEventBytes();
            wire.send(head + "Content-Length: " + most + "\r\n\r\n");
            wire.send(new byte[most]);
            Wire.Answer event = wire.read();
            assertThat(event.status()).isEqualTo(413);
            assertThat(event.header("meterlark-error")).isEqualTo("event.too-large");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\nab\r\n0\r\n\r\n",
                "2;x\r\nabc\r\n0\r\n\r\n",
                "-1\r\n\r\n",
                "2\nab\n0\n\n"
            })
    void chunksThatAreNoneAreRefused(String body) throws IOException {
        try (Wire wire = node.connect()) {
            wire.send(
                    "POST / HTTP/1.1\r\n" + HOST + "\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
            assertThat(wire.read().status()).isEqualTo(400);
            assertThat(wire.isClosed()).isTrue();
        }
        assertThat(node.workers().requests()).isEmpty();
    }

    @Test
    void whoeverLeavesEarlyHarmsNobody() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        node.workers()
                .behave(
                        "says",
                        (_, _) -> {
                            begun.countDown();
                            await(goOn);
                            return new Ending.Succeeded("1".getBytes(UTF_8), "application/json");
                        });
        try (Wire wire = node.connect()) {
            wire.send(LINE + "\r\n" + HOST + "\r\n\r\n");
            begun.await();
        }
        try (Wire wire = node.connect()) {
            wire.send("POST / HTTP/1.1\r\n" + HOST + "\r\nContent-Length: 100\r\n\r\nhalf");
        }
        goOn.countDown();

        assertThat(node.ask(LINE, HOST).status()).isEqualTo(200);
        assertThat(node.ask("GET /acme/echo HTTP/1.1", "Host: localhost").status()).isEqualTo(200);
        Eventually.equal(0.0, () -> node.gauge("meterlark.ingress.requests"));
        Eventually.equal(0.0, () -> node.gauge("meterlark.ingress.answers.held"));
        Eventually.equal(0.0, () -> node.gauge("meterlark.ingress.connections"));
    }

    @Test
    void tooManyCallsAtOnceAre429() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        node.publish(node.says.concurrency(1, 100).revision(2));
        node.workers()
                .behave(
                        "says",
                        (_, _) -> {
                            begun.countDown();
                            await(goOn);
                            return new Ending.Succeeded("1".getBytes(UTF_8), "application/json");
                        });
        try (Wire first = node.connect()) {
            first.send(LINE + "\r\n" + HOST + "\r\n\r\n");
            begun.await();

            Wire.Answer second = node.ask(LINE, HOST);
            assertThat(second.status()).isEqualTo(429);
            assertThat(second.header("retry-after")).isEqualTo("1");
            assertThat(second.header("x-amzn-errortype")).isEqualTo("TooManyRequestsException");
            assertThat(second.body()).isEqualTo("{\"Message\":\"Rate Exceeded.\"}");

            goOn.countDown();
            assertThat(first.read().status()).isEqualTo(200);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
