package dev.meterlark.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.ManualClock;
import dev.meterlark.SignedForS3;
import dev.meterlark.SignedForS3.Form;
import dev.meterlark.shared.SandboxHop;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** A service of AWS's that a module declares: what reaches it, and what does not. */
@EdgeTest
class AwsServiceTests {

    private static final byte[] BODY =
            "to be kept as it was signed".getBytes(StandardCharsets.UTF_8);
    private static final String KEY = EdgeModule.KnownPeople.OWNER;

    @LocalServerPort int port;
    @Autowired ManualClock clock;
    @Autowired SampleService service;
    @Autowired SandboxPasses passes;
    @Autowired EdgeModule.KnownPeople people;

    private SignedForS3 client;

    @BeforeEach
    void sign() {
        client = new SignedForS3(port, KEY, KEY, clock.instant());
        service.kept.clear();
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatIsAsItWasSignedArrives(Form form) {
        HttpResponse<String> answer = put(form).send();

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).startsWith("key:owner /bucket/key 27 ");
        assertThat(service.kept).containsExactly(new String(BODY, StandardCharsets.UTF_8));
        boolean trails = form.name().endsWith("TRAILER");
        assertThat(answer.body().contains("x-amz-checksum-crc32=")).isEqualTo(trails);
    }

    @ParameterizedTest
    @EnumSource(names = {"HASHED", "CHUNKS", "CHUNKS_AND_TRAILER"})
    void aBodyThatWasChangedOnTheWayDoesNot(Form form) {
        SignedForS3.Sealed sealed = put(form);
        String text = new String(sealed.body(), StandardCharsets.ISO_8859_1);
        byte[] changed =
                text.replace("to be kept", "to be lost").getBytes(StandardCharsets.ISO_8859_1);

        HttpResponse<String> answer = sealed.withBody(changed).send();

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).startsWith(form == Form.HASHED ? "OTHER_BODY" : "MISMATCH");
        assertThat(service.kept).isEmpty();
    }

    @Test
    void theSignatureOfEachChunkAndOfTheTrailersCounts() {
        SignedForS3.Sealed sealed = put(Form.CHUNKS_AND_TRAILER);
        String text = new String(sealed.body(), StandardCharsets.ISO_8859_1);
        String otherLast = text.replaceFirst("(?s)(\r\n0;chunk-signature=)....", "$10000");
        String otherTrailer = text.replaceFirst("(checksum-crc32:)....", "$1AAAA");
        String otherSignature = text.replaceFirst("(trailer-signature:)....", "$10000");

        for (String changed : new String[] {otherLast, otherTrailer, otherSignature}) {
            assertThat(changed).isNotEqualTo(text);
            HttpResponse<String> answer =
                    sealed.withBody(changed.getBytes(StandardCharsets.ISO_8859_1)).send();
            assertThat(answer.body()).startsWith("MISMATCH");
        }
        assertThat(service.kept).isEmpty();
    }

    @Test
    void whatIsSignedForAServiceIsItsWhateverThePath() {
        for (String path :
                new String[] {
                    "/", "/api/v1/account", "/s3/b", "/a/../b//c%2F;x=1/%2e%2e/%5C", "/actuator"
                }) {
            HttpResponse<String> answer = client.ask("GET", path);
            assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(200);
            assertThat(answer.body()).startsWith("key:owner " + path + " 0");
        }
    }

    @Test
    void nobodyComesInWithoutASignatureOrAToken() {
        var nobody = new SignedForS3(port, "mlk_nobody", KEY, clock.instant());
        var guesses = new SignedForS3(port, KEY, "wrong", clock.instant());
        Asked unsigned = new Asked(port);

        assertThat(nobody.ask("GET", "/s3/b").body()).startsWith("UNKNOWN_KEY");
        assertThat(guesses.ask("GET", "/s3/b").body()).startsWith("MISMATCH");
        assertThat(unsigned.get("/s3/b").body()).startsWith("UNAUTHENTICATED");
        assertThat(unsigned.get("/s3/b", "Authorization", "Bearer " + KEY).body())
                .startsWith("key:owner /s3/b");
        assertThat(service.kept).hasSize(1);
    }

    @Test
    void whoStopsSendingIsNotToldThatItIsDone() throws Exception {
        for (String framing : new String[] {"Content-Length: 10", "Transfer-Encoding: chunked"}) {
            String begun =
                    "PUT /s3/b/k HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n%s\r\n\r\n5\r\nhel"
                            .formatted(KEY, framing);
            try (Socket socket = new Socket("127.0.0.1", port)) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();

                String answer =
                        new String(
                                socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

                assertThat(answer).startsWith("HTTP/1.1 400").contains("REQUEST_MALFORMED");
            }
        }
        assertThat(service.kept).isEmpty();
    }

    @Test
    void aSignatureIsOfItsTimeAndItsService() {
        var early = new SignedForS3(port, KEY, KEY, clock.instant().plusSeconds(901));
        var late = new SignedForS3(port, KEY, KEY, clock.instant().minusSeconds(901));

        assertThat(early.ask("GET", "/b").body()).startsWith("SKEWED");
        assertThat(late.ask("GET", "/b").body()).startsWith("SKEWED");
    }

    @Test
    void anAddressIsGoodForWhatWasSignedUntilItEnds() {
        SignedForS3.Sealed good = client.presign("GET", "/b/k?x=1", Duration.ofMinutes(5));
        SignedForS3.Sealed ended =
                new SignedForS3(port, KEY, KEY, clock.instant().minusSeconds(301))
                        .presign("GET", "/b/k", Duration.ofMinutes(5));
        SignedForS3.Sealed coming =
                new SignedForS3(port, KEY, KEY, clock.instant().plusSeconds(1_000))
                        .presign("GET", "/b/k", Duration.ofMinutes(5));
        String query = good.address().getRawQuery();

        assertThat(good.send().statusCode()).as(good.send().body()).isEqualTo(200);
        assertThat(ended.send().body()).startsWith("EXPIRED");
        assertThat(coming.send().body()).startsWith("EXPIRED");
        assertThat(good.to("/b/other?" + query).send().body()).startsWith("MISMATCH");
        assertThat(good.to("/b/k?" + query.replace("x=1", "x=2")).send().body())
                .startsWith("MISMATCH");
        assertThat(
                        good.to(
                                        "/b/k?"
                                                + query.replace(
                                                        "X-Amz-Expires=300",
                                                        "X-Amz-Expires=700000"))
                                .send()
                                .body())
                .startsWith("INCOMPLETE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD", "nonsense"})
    void aBodyOfWhichNothingKnownIsSaidIsRefused(String said) {
        HttpResponse<String> answer = put(Form.HASHED).with("x-amz-content-sha256", said).send();

        assertThat(answer.statusCode()).isIn(400, 401);
        assertThat(service.kept).isEmpty();
    }

    @Test
    void aFunctionIsKnownByItsSocketAndItsChunksAreOpenedAllTheSame() throws Exception {
        int inner = passes.address().orElseThrow().getPort();
        String pass = passes.issue(people.account, EdgeModule.FUNCTION);
        SignedForS3.Sealed sealed =
                new SignedForS3(inner, "nobody's", "nothing", clock.instant())
                        .seal("PUT", "/b/k", BODY, Map.of(), Form.CHUNKS_AND_TRAILER);

        HttpResponse<String> answer =
                sealed.with("authorization", "")
                        .with(SandboxHop.PASS, pass)
                        .with(SandboxHop.SERVICE, "s3")
                        .send();
        HttpResponse<String> withoutPass =
                sealed.with(SandboxHop.SERVICE, "s3").with("authorization", "").send();
        passes.giveBack(pass);

        assertThat(answer.body()).startsWith("function:hello /b/k 27");
        assertThat(withoutPass.statusCode()).isEqualTo(401);
        assertThat(withoutPass.body()).startsWith("UNAUTHENTICATED");
        assertThat(service.kept).hasSize(1);
    }

    private SignedForS3.Sealed put(Form form) {
        return client.seal("PUT", "/bucket/key", BODY, Map.of(), form);
    }
}
