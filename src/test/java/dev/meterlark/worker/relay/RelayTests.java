package dev.meterlark.worker.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.worker.RunRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.ServerSocketChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a tenant writes into the platform's door, and what comes out on the other side. */
class RelayTests {

    private static final int PATIENCE_MILLIS = 10_000;
    private static final String GET = "GET /api/v1/account HTTP/1.1\r\nHost: x\r\n";
    private static final RunRequest SHALLOW = call("Root=1-00000001-aaaaaaaaaaaaaaaaaaaaaaaa", 1);
    private static final RunRequest DEEP = call("Root=1-00000002-bbbbbbbbbbbbbbbbbbbbbbbb", 5);

    private final List<RunRequest> calls = new CopyOnWriteArrayList<>();
    private final AccountId account = AccountId.random();
    private FakePlatform platform;
    private Relays relays;
    private Relay relay;
    private int port;

    @BeforeEach
    void open() throws IOException {
        platform = new FakePlatform();
        relays =
                new Relays(
                        new Binder(
                                        new MapConfigurationPropertySource(
                                                Map.of(
                                                        "r.body", "64KB",
                                                        "r.headers", "2KB",
                                                        "r.connections-per-account", "4")))
                                .bindOrCreate("r", RelayProperties.class),
                        platform);
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        port = listener.socket().getLocalPort();
        relay = relays.open(listener, account, FunctionId.random(), () -> calls);
    }

    @AfterEach
    void close() {
        relay.close();
        relays.close();
        platform.close();
    }

    @Test
    void whoSpeaksIsSaidByTheRelayAndByNobodyElse() throws Exception {
        calls.add(DEEP);

        String answer =
                ask(
                        GET
                                + "Authorization: Bearer mlk_x\r\nCookie: a=b\r\n"
                                + "X-Amz-Security-Token: t\r\nForwarded: for=1\r\n"
                                + "X-Forwarded-For: 203.0.113.1\r\nX-Forwarded-Proto: https\r\n"
                                + "X-Real-IP: 1.1.1.1\r\nX-HTTP-Method-Override: DELETE\r\n"
                                + "meterlark-sandbox-pass: mine\r\nMeterlark-Sandbox-Call: 1 0\r\n"
                                + "METERLARK-SANDBOX-OTHER: x\r\nConnection: keep-alive, X-Hop\r\n"
                                + "X-Hop: 1\r\nTE: trailers\r\nUpgrade: h2c\r\n"
                                + "X-Amz-Target: T\r\nAccept: */*\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("ok");
        String head = platform.heads.getFirst();
        assertThat(head.toLowerCase(Locale.ROOT))
                .doesNotContain("authorization", "cookie", "security-token", "forwarded")
                .doesNotContain("real-ip", "override", "mine", "other", "x-hop", "te:", "upgrade");
        assertThat(head)
                .startsWith("GET /api/v1/account HTTP/1.1\r\n")
                .contains("meterlark-sandbox-pass: " + FakePlatform.SECRET + "\r\n")
                .contains("meterlark-sandbox-call: " + DEEP.id() + " 5\r\n")
                .contains("x-amzn-trace-id: " + DEEP.traceId() + "\r\n")
                .contains("X-Amz-Target: T\r\n", "Accept: */*\r\n")
                .containsOnlyOnce("host: 127.0.0.1:");
    }

    @Test
    void theServiceOfASignatureIsPassedOnWithoutIt() throws Exception {
        ask(
                "POST / HTTP/1.1\r\n"
                        + "Host: x\r\n"
                        + "Content-Length: 0\r\n"
                        + "Authorization: AWS4-HMAC-SHA256"
                        + " Credential=K/20260101/us-east-1/sts/aws4_request, SignedHeaders=host,"
                        + " Signature=0\r\n\r\n");

        assertThat(platform.heads.getFirst())
                .contains("meterlark-sandbox-service: sts\r\n")
                .doesNotContain("Signature");
    }

    @Test
    void theAnswerToAHeadHasNoBody() throws Exception {
        platform.answers((_, to) -> FakePlatform.say(to, "HTTP/1.1 200 OK\r\nETag: e\r\n\r\n"));

        String answer = ask(GET.replace("GET", "HEAD") + "Connection: close\r\n\r\n");

        assertThat(answer).endsWith("ETag: e\r\nconnection: close\r\n\r\n");
    }

    @Test
    void theCallThatTheTraceNamesMakesTheRequestElseTheDeepest() throws Exception {
        calls.addAll(List.of(DEEP, SHALLOW));

        ask(GET + "X-Amzn-Trace-Id: " + SHALLOW.traceId() + ";Parent=53995c3f42cd8ad8\r\n\r\n");
        ask(GET + "X-Amzn-Trace-Id: Root=1-00000009-cccccccccccccccccccccccc\r\n\r\n");
        ask(GET + "\r\n");

        assertThat(platform.heads)
                .extracting(head -> head.replaceAll("(?s).*sandbox-call: [^ ]* (\\d).*", "$1"))
                .containsExactly("1", "5", "5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1\r\n"
                        + "Host: x\r\n"
                        + "Content-Length: 3\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n"
                        + "0\r\n\r\n"
                        + "GET /x HTTP/1.1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\nabc",
                "POST / HTTP/1.1\r\n"
                        + "Host: x\r\n"
                        + "Transfer-Encoding: chunked, identity\r\n\r\n"
                        + "0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA\u0000: b\r\n\r\n",
                "GET / HTTP/1.1\nHost: x\n\n",
                "GET http://other/ HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET * HTTP/1.1\r\nHost: x\r\n\r\n",
                "CONNECT 127.0.0.1:8080 HTTP/1.1\r\nHost: x\r\n\r\n",
                "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "\u0016\u0003\u0001\r\n\r\n"
            })
    void whatTwoReadersCouldUnderstandDifferentlyReachesNobody(String request) throws Exception {
        String answer = ask(request);

        assertThat(answer).matches("(?s)HTTP/1.1 (400|405) .*Connection: close.*");
        assertThat(answer.split("HTTP/1.1 ")).hasSize(2);
        assertThat(platform.heads).isEmpty();
    }

    @Test
    void aChunkedBodyIsChunkedAnewWithoutItsTrailersAndExtensions() throws Exception {
        String answer =
                ask(
                        "PUT /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "3;a=\"b\"\r\nabc\r\n0\r\nMeterlark-Sandbox-Pass: x\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(platform.bodies).containsExactly("3\r\nabc\r\n0\r\n\r\n");
    }

    @Test
    void requestsThatComeAtOnceAreAnsweredOneAfterTheOther() throws Exception {
        platform.answers(
                (head, socket) -> {
                    String path = head.split(" ")[1];
                    FakePlatform.say(
                            socket,
                            "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s"
                                    .formatted(path.length(), path));
                });
        try (Socket socket = connect()) {
            FakePlatform.say(
                    socket,
                    "POST /1 HTTP/1.1\r\n"
                            + "Host: x\r\n"
                            + "Content-Length: 1\r\n\r\n"
                            + "XGET /2 HTTP/1.1\r\n"
                            + "Host: x\r\n\r\n"
                            + "GET /3 HTTP/1.1\r\n"
                            + "Host: x\r\n"
                            + "Connection: close\r\n\r\n");
            String all = new String(socket.getInputStream().readAllBytes(), UTF_8);

            assertThat(all.replaceAll("(?s)HTTP.*?\r\n\r\n", "|")).isEqualTo("|/1|/2|/3");
        }
    }

    @Test
    void headersThatAreTooLargeAreRefused() throws Exception {
        assertThat(ask(GET + "A: " + "a".repeat(3000) + "\r\n\r\n")).startsWith("HTTP/1.1 431");
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws Exception {
        String large = "b".repeat(65 * 1024);
        assertThat(
                        ask(
                                "PUT /x HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s"
                                        .formatted(large.length(), large)))
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void anAnswerBeforeTheEndOfTheBodyIsHeard() throws Exception {
        platform.answers(
                (_, socket) ->
                        FakePlatform.say(
                                socket,
                                "HTTP/1.1 413 No\r\n"
                                        + "Content-Length: 4\r\n"
                                        + "Connection: close\r\n\r\n"
                                        + "long"));
        String body = "b".repeat(60 * 1024);

        String answer =
                ask(
                        "PUT /x HTTP/1.1\r\nHost: x\r\nX-Early: 1\r\nContent-Length: %d\r\n\r\n%s"
                                .formatted(body.length(), body));

        assertThat(answer).startsWith("HTTP/1.1 413").endsWith("long");
    }

    @Test
    void piecesArePassedOnAsTheyCome() throws Exception {
        var heard = new CountDownLatch(1);
        platform.answers(
                (_, socket) -> {
                    FakePlatform.say(
                            socket,
                            "HTTP/1.1 200 OK\r\n"
                                    + "Transfer-Encoding: chunked\r\n"
                                    + "Set-Cookie: a=b\r\n\r\n"
                                    + "1\r\n"
                                    + "a\r\n");
                    awaitLatch(heard);
                    FakePlatform.say(socket, "1\r\nb\r\n0\r\n\r\n");
                });
        try (Socket socket = connect()) {
            FakePlatform.say(socket, GET + "\r\n");
            String first = until(socket, "1\r\na\r\n");
            heard.countDown();
            String rest = until(socket, "0\r\n\r\n");

            assertThat(first).doesNotContainIgnoringCase("set-cookie");
            assertThat(rest).isEqualTo("1\r\nb\r\n0\r\n\r\n");
        }
    }

    @Test
    void whatIsUnderWayEndsWhenTheSandboxIsFrozenAndNewRequestsAreTakenAfterwards()
            throws Exception {
        var arrived = new CountDownLatch(1);
        platform.answers((_, _) -> arrived.countDown());
        try (Socket socket = connect()) {
            FakePlatform.say(socket, GET + "\r\n");
            awaitLatch(arrived);

            relay.pause();

            assertThat(rest(socket)).isEmpty();
        }
        platform.answers((_, socket) -> FakePlatform.say(socket, FakePlatform.OK));
        relay.resume();
        assertThat(ask(GET + "\r\n")).startsWith("HTTP/1.1 200");
    }

    @Test
    void aPassIsTakenWhenSomethingIsAskedAndGivenBackAtTheEnd() throws Exception {
        assertThat(platform.passes).hasValue(0);
        ask(GET + "\r\n");
        ask(GET + "\r\n");
        assertThat(platform.passes).hasValue(1);

        relay.close();

        await().untilAsserted(() -> assertThat(platform.passes).hasValue(0));
        await().untilAsserted(() -> assertThat(relays.connections()).isZero());
    }

    @Test
    void aPlatformThatBreaksOffOrIsNotThereIsSaidSo() throws Exception {
        platform.answers((_, socket) -> socket.close());
        assertThat(ask(GET + "\r\n")).startsWith("HTTP/1.1 502");

        platform.close();
        await().untilAsserted(() -> assertThat(ask(GET + "\r\n")).startsWith("HTTP/1.1 503"));
    }

    @Test
    void anAccountHasNoMoreConnectionsThanItMay() throws Exception {
        var open = new ArrayList<Socket>();
        for (int i = 0; i < 4; i++) {
            Socket socket = connect();
            FakePlatform.say(socket, GET + "\r\n");
            until(socket, "ok");
            open.add(socket);
        }
        try (Socket oneMore = connect()) {
            FakePlatform.say(oneMore, GET + "\r\n");
            assertThat(rest(oneMore)).isEmpty();
        }
        open.getFirst().close();
        await().untilAsserted(() -> assertThat(relays.connections()).isEqualTo(3));
        assertThat(ask(GET + "\r\n")).startsWith("HTTP/1.1 200");
        for (Socket socket : open) {
            socket.close();
        }
    }

    private static RunRequest call(String trace, int depth) {
        return new RunRequest(
                InvocationId.at(Instant.EPOCH),
                new byte[0],
                "application/json",
                trace,
                null,
                depth);
    }

    /** Sends and reads one whole answer. */
    private String ask(String request) throws IOException {
        try (Socket socket = connect()) {
            FakePlatform.say(socket, request);
            return request.contains("close") ? rest(socket) : answer(socket);
        }
    }

    private static String answer(Socket socket) throws IOException {
        String head = until(socket, "\r\n\r\n");
        String length = head.replaceAll("(?is).*content-length: (\\d+).*", "$1");
        return length.matches("\\d+")
                ? head
                        + new String(
                                socket.getInputStream().readNBytes(Integer.parseInt(length)),
                                ISO_8859_1)
                : head;
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static String rest(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (SocketException reset) {
            return "";
        }
    }

    private static String until(Socket socket, String end) throws IOException {
        var text = new StringBuilder();
        while (!text.toString().endsWith(end)) {
            int read = socket.getInputStream().read();
            if (read < 0) {
                return text.toString();
            }
            text.append((char) read);
        }
        return text.toString();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
