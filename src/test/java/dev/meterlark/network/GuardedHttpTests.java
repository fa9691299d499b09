package dev.meterlark.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import javax.net.ssl.SSLSocketFactory;

/** What may be asked in a tenant's name, and what a receiver can do to whoever asks. */
class GuardedHttpTests {

    private static final byte[] BODY = "{\"grüß\":1}".getBytes(StandardCharsets.UTF_8);

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void aReceiverIsGivenTheBodyAndTheHeaders() {
        Receiver receiver = kept(Receiver.answering(204));

        Asked asked =
                opened(receiver)
                        .post(URI.create(receiver.url() + "?a=b"), Map.of("X-One", "1"), BODY);

        assertThat(asked).isEqualTo(new Asked.Answered(204, null));
        Receiver.Received received = receiver.received().getFirst();
        assertThat(received.line()).isEqualTo("POST /hook?a=b HTTP/1.1");
        assertThat(received.body()).isEqualTo("{\"grüß\":1}");
        assertThat(received.headers())
                .containsEntry("host", "127.0.0.1:" + receiver.port())
                .containsEntry("x-one", "1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://localhost/",
                "https://127.1/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://[::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:169.254.169.254]/",
                "https://169.254.169.254/latest/meta-data/",
                "https://[fd00:ec2::254]/",
                "https://10.0.0.1/",
                "https://[64:ff9b::a9fe:a9fe]/",
                "https://0.0.0.0/",
                "https://8.8.8.8:22/",
                "http://8.8.8.8/",
                "ftp://8.8.8.8/"
            })
    void whatIsNotPublicIsNotAskedHoweverItIsWritten(String url) {
        Asked asked = guarded(Map.of(), Names.ofTheMachine()).post(URI.create(url), Map.of(), BODY);

        assertThat(asked).isNotInstanceOf(Asked.Answered.class);
        boolean isUnknownName =
                url.contains("0x7f") || url.contains("2130706433") || url.contains("localhost");
        if (!isUnknownName) {
            assertThat(asked).isInstanceOf(Asked.Refused.class);
        }
    }

    @Test
    void aNameIsLookedUpOnceAndTheConnectionGoesToTheAddressThatWasChecked() {
        Receiver receiver = kept(Receiver.answering(200));
        var looks = new AtomicInteger();
        Names rebinding =
                _ ->
                        List.of(
                                InetAddress.ofLiteral(
                                        looks.getAndIncrement() == 0
                                                ? "127.0.0.1"
                                                : "169.254.169.254"));
        GuardedHttp http = guarded(allowing(receiver), rebinding);
        URI url = URI.create("http://changing.example:%d/".formatted(receiver.port()));

        assertThat(http.post(url, Map.of(), BODY)).isEqualTo(new Asked.Answered(200, null));
        assertThat(looks).hasValue(1);
        assertThat(http.post(url, Map.of(), BODY)).isInstanceOf(Asked.Refused.class);
    }

    @Test
    void ofSeveralAddressesOnlyThoseThatMayBeReachedAreTried() {
        Receiver receiver = kept(Receiver.answering(200));
        Names mixed =
                _ ->
                        List.of(
                                InetAddress.ofLiteral("169.254.169.254"),
                                InetAddress.ofLiteral("127.0.0.1"));
        URI url = URI.create("http://mixed.example:%d/".formatted(receiver.port()));

        assertThat(guarded(allowing(receiver), mixed).post(url, Map.of(), BODY))
                .isEqualTo(new Asked.Answered(200, null));
    }

    @Test
    void aRedirectionIsAnAnswerAndIsNotFollowed() {
        Receiver receiver =
                kept(
                        new Receiver(
                                Receiver.status(
                                        302, "Location: http://169.254.169.254/latest/\r\n")));

        assertThat(opened(receiver).post(URI.create(receiver.url()), Map.of(), BODY))
                .isEqualTo(new Asked.Answered(302, null));
        assertThat(receiver.received()).hasSize(1);
    }

    @Test
    void aReceiverThatHangsIsLeftAtTheDeadline() {
        var never = new CountDownLatch(1);
        Receiver receiver =
                kept(
                        new Receiver(
                                _ -> {
                                    try {
                                        never.await();
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                }));

        Asked asked = quick(receiver).post(URI.create(receiver.url()), Map.of(), BODY);

        never.countDown();
        assertThat(asked).isInstanceOf(Asked.Failed.class);
        assertThat(asked.toString()).contains("did not answer within 300 ms");
    }

    @Test
    void aReceiverThatDripsItsHeadIsLeftAtTheDeadlineToo() {
        Receiver receiver =
                kept(
                        new Receiver(
                                out -> {
                                    out.write(
                                            "HTTP/1.1 200 OK\r\n"
                                                    .getBytes(StandardCharsets.US_ASCII));
                                    for (int i = 0; i < 1_000; i++) {
                                        out.write(
                                                ("X-" + i + ": 1\r\n")
                                                        .getBytes(StandardCharsets.US_ASCII));
                                        out.flush();
                                        LockSupport.parkNanos(20_000_000);
                                    }
                                }));

        assertThat(quick(receiver).post(URI.create(receiver.url()), Map.of(), BODY))
                .isInstanceOf(Asked.Failed.class);
    }

    @Test
    void whatComesAfterTheHeadIsNotRead() {
        Receiver receiver =
                kept(
                        new Receiver(
                                out -> {
                                    out.write(
                                            "HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n"
                                                    .getBytes(StandardCharsets.US_ASCII));
                                    byte[] piece = new byte[1 << 16];
                                    for (long sent = 0; sent < 10L << 30; sent += piece.length) {
                                        out.write(piece);
                                    }
                                }));

        assertThat(opened(receiver).post(URI.create(receiver.url()), Map.of(), BODY))
                .isEqualTo(new Asked.Answered(200, null));
    }

    @Test
    void aHeadWithoutEndIsBounded() {
        Receiver receiver =
                kept(
                        new Receiver(
                                out -> {
                                    out.write(
                                            "HTTP/1.1 200 OK\r\n"
                                                    .getBytes(StandardCharsets.US_ASCII));
                                    byte[] piece =
                                            "X-More: and more\r\n"
                                                    .getBytes(StandardCharsets.US_ASCII);
                                    for (int i = 0; i < 1_000_000; i++) {
                                        out.write(piece);
                                    }
                                }));

        Asked asked = opened(receiver).post(URI.create(receiver.url()), Map.of(), BODY);

        assertThat(asked.toString()).contains("longer than 32768 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH\r\n\r\n",
                "HTTP/2 200\r\n\r\n",
                "",
                "HTTP/1.1 99 x\r\n\r\n"
            })
    void whatDoesNotSpeakHttpHasNotAnswered(String said) {
        Receiver receiver =
                kept(new Receiver(out -> out.write(said.getBytes(StandardCharsets.US_ASCII))));

        assertThat(opened(receiver).post(URI.create(receiver.url()), Map.of(), BODY))
                .isInstanceOf(Asked.Failed.class);
    }

    @Test
    void interimAnswersArePassedOverAndRetryAfterIsRead() {
        Receiver receiver =
                kept(
                        new Receiver(
                                out ->
                                        out.write(
                                                ("HTTP/1.1 100 Continue\r\n\r\n"
                                                                + "HTTP/1.1 503 Busy\r\n"
                                                                + "Retry-After: 7\r\n\r\n")
                                                        .getBytes(StandardCharsets.US_ASCII))));

        assertThat(opened(receiver).post(URI.create(receiver.url()), Map.of(), BODY))
                .isEqualTo(new Asked.Answered(503, Duration.ofSeconds(7)));
    }

    @Test
    void whereNobodyListensIsSaid() {
        Receiver receiver = Receiver.answering(200);
        GuardedHttp http = opened(receiver);
        receiver.close();

        assertThat(http.post(URI.create(receiver.url()), Map.of(), BODY))
                .isEqualTo(new Asked.Failed("the connection was refused"));
    }

    @Test
    void aNameThatNobodyKnowsOrThatIsNotAnsweredFor() {
        Names unknown =
                name -> {
                    throw new UnknownHostException(name);
                };
        var never = new CountDownLatch(1);
        Names hanging =
                _ -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return List.of();
                };
        URI url = URI.create("https://nowhere.example/");

        assertThat(guarded(Map.of(), unknown).post(url, Map.of(), BODY))
                .isEqualTo(new Asked.Failed("the host name is not known"));
        assertThat(guarded(Map.of("timeout", "300ms"), hanging).post(url, Map.of(), BODY))
                .isInstanceOf(Asked.Failed.class);
        never.countDown();
    }

    @Test
    void whatIsAtAnAddressIsReadWithinItsBound() throws IOException {
        Receiver receiver = kept(saying("200 Fine", "", "{\"keys\":[]}"));

        byte[] read = opened(receiver).get(URI.create(receiver.url()), 100);

        assertThat(read).asString(StandardCharsets.UTF_8).isEqualTo("{\"keys\":[]}");
        assertThat(receiver.received().getFirst().line()).isEqualTo("GET /hook HTTP/1.0");
        assertThat(opened(receiver).get(URI.create(receiver.url()), 5)).hasSize(5);
    }

    @Test
    void whatIsNotThereOrElsewhereOrNotPublicIsNotRead() {
        Receiver missing = kept(saying("404 Missing", "", "no"));
        Receiver moved = kept(saying("302 Moved", "Location: http://127.0.0.1/\r\n", ""));

        assertThatThrownBy(() -> opened(missing).get(URI.create(missing.url()), 100))
                .hasMessage("it answered 404");
        assertThatThrownBy(() -> opened(moved).get(URI.create(moved.url()), 100))
                .hasMessage("it answered 302");
        assertThat(moved.received()).hasSize(1);
        assertThatThrownBy(
                        () ->
                                guarded(Map.of(), Names.ofTheMachine())
                                        .get(URI.create("https://169.254.169.254/"), 100))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> opened(missing).get(URI.create("ftp://127.0.0.1/"), 100))
                .isInstanceOf(IOException.class);
    }

    private static Receiver saying(String status, String headers, String body) {
        String answer =
                "HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n%s"
                        .formatted(status, headers, body.length(), body);
        return new Receiver(out -> out.write(answer.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void aCertificateThatIsNotValidIsNoReceiver() {
        Receiver receiver = kept(Receiver.answering(200));
        URI url = URI.create(receiver.url().replace("http:", "https:"));

        assertThat(opened(receiver).post(url, Map.of(), BODY)).isInstanceOf(Asked.Failed.class);
    }

    private GuardedHttp opened(Receiver receiver) {
        return guarded(allowing(receiver), Names.ofTheMachine());
    }

    private GuardedHttp quick(Receiver receiver) {
        return guarded(
                Map.of("allowed", "127.0.0.1 " + receiver.port(), "timeout", "300ms"),
                Names.ofTheMachine());
    }

    private static Map<String, String> allowing(Receiver receiver) {
        return Map.of("allowed", "127.0.0.1 " + receiver.port());
    }

    private GuardedHttp guarded(Map<String, String> settings, Names names) {
        return kept(
                new GuardedHttp(
                        WebhookPropertiesTests.bind(settings),
                        names,
                        (SSLSocketFactory) SSLSocketFactory.getDefault()));
    }

    private <T extends AutoCloseable> T kept(T each) {
        open.add(each);
        return each;
    }
}
