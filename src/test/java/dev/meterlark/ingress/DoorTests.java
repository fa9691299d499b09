package dev.meterlark.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.function.snapshot.UrlAuth;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Permission;
import dev.meterlark.worker.Ending;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** Who may call a function by its URL, and what everyone else is told. */
class DoorTests {

    private static final String LINE = "GET /acme/echo/ HTTP/1.1";
    private static final String HOST = "Host: localhost";
    private static final String NOTHING = "{\"Message\":null}";

    @TempDir Path data;

    private IngressNode node;

    @BeforeEach
    void start() throws IOException {
        node = new IngressNode(data, Map.of("meterlark.api-rate.anonymous-burst", "40"));
        node.keys.addDeveloper(node.acme, "dev");
        node.keys.addDeveloper(AccountId.random(), "stranger");
        node.keys.add(node.acme, "reader", EnumSet.of(Permission.FUNCTIONS_READ));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void anOpenUrlIsForEveryoneAndSeesWhatTheySend() throws IOException {
        Wire.Answer answer = node.ask(LINE, HOST, "Authorization: Bearer of-their-own");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(event(answer).at("/headers/authorization").asString())
                .isEqualTo("Bearer of-their-own");
    }

    @Test
    void aKeyOfTheAccountThatMayInvokeOpensTheUsualUrlAndIsTakenOff() throws IOException {
        node.require(UrlAuth.KEY);

        Wire.Answer first = node.ask(LINE, HOST, "Authorization: Bearer mlk_dev");
        Wire.Answer second = node.ask(LINE, HOST, "authorization: bearer mlk_dev");

        assertThat(first.status()).isEqualTo(200);
        assertThat(second.status()).isEqualTo(200);
        assertThat(node.keys.lookUps).hasValue(1);
        JsonNode event = event(first);
        assertThat(event.path("headers").has("authorization")).isFalse();
        assertThat(event.at("/requestContext/accountId").asString()).isEqualTo("000000000042");
        assertThat(event.at("/requestContext/authorizer/iam/accessKey").asString())
                .isEqualTo("dev");
    }

    @Test
    void whateverIsMissingTheAnswerIsTheSameWhereNamesCanBeGuessed() throws IOException {
        node.require(UrlAuth.KEY);
        List<Wire.Answer> answers =
                List.of(
                        node.ask(LINE, HOST),
                        node.ask(LINE, HOST, "Authorization: Bearer mlk_stranger"),
                        node.ask("GET /acme/nothing/ HTTP/1.1", HOST),
                        node.ask(
                                "GET /acme/nothing/ HTTP/1.1",
                                HOST,
                                "Authorization: Bearer mlk_dev"),
                        node.ask("GET /nobody/echo/ HTTP/1.1", HOST),
                        node.ask("GET / HTTP/1.1", HOST),
                        node.ask("GET / HTTP/1.1", "Host: echo.nobody.fn.localhost"),
                        node.ask("GET / HTTP/1.1", "Host: echo.acme.fn.localhost"),
                        node.ask("GET / HTTP/1.1", "Host: evil.example"),
                        node.ask("GET /acme/echo--7/ HTTP/1.1", HOST));

        for (Wire.Answer answer : answers) {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).isEqualTo(NOTHING);
            assertThat(answer.header("x-amzn-errortype")).isEqualTo("AccessDeniedException");
            assertThat(answer.headers().keySet()).isEqualTo(answers.getFirst().headers().keySet());
        }
        assertThat(node.workers().requests()).isEmpty();
    }

    @Test
    void whoKnowsTheIdIsToldThatAKeyIsMissing() throws IOException {
        node.require(UrlAuth.KEY);
        String host = "Host: " + node.echo.url().id() + ".fn.localhost";

        assertThat(node.ask("GET / HTTP/1.1", host).body())
                .isEqualTo("{\"Message\":\"Forbidden\"}");
        assertThat(node.ask("GET / HTTP/1.1", host, "Authorization: Bearer mlk_stranger").body())
                .isEqualTo(NOTHING);
    }

    @Test
    void aKeyThatIsWorthNothingIsToldSoWhetherThereIsAFunctionOrNot() throws IOException {
        node.require(UrlAuth.KEY);

        Wire.Answer there = node.ask(LINE, HOST, "Authorization: Bearer mlk_nonsense");
        Wire.Answer not =
                node.ask("GET /acme/none/ HTTP/1.1", HOST, "Authorization: Bearer mlk_nonsense");

        assertThat(there.status()).isEqualTo(403);
        assertThat(there.body()).contains("unknown, revoked or expired");
        assertThat(there.header("meterlark-error")).isEqualTo("auth.unauthenticated");
        assertThat(not.body()).isEqualTo(there.body());
    }

    @Test
    void aKeyOfTheAccountThatMayNotInvokeIsToldWhatItLacks() throws IOException {
        node.require(UrlAuth.KEY);

        Wire.Answer answer = node.ask(LINE, HOST, "Authorization: Bearer mlk_reader");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("functions:invoke");
    }

    @Test
    void twoKeysAreNone() throws IOException {
        node.require(UrlAuth.KEY);

        assertThat(
                        node.ask(
                                        LINE,
                                        HOST,
                                        "Authorization: Bearer mlk_dev",
                                        "Authorization: Bearer mlk_dev")
                                .status())
                .isEqualTo(403);
    }

    @Test
    void whoFailsTooOftenIsSlowedDownByAddress() throws IOException {
        node.require(UrlAuth.KEY);
        try (Wire wire = node.connect()) {
            Wire.Answer last = wire.ask(LINE, HOST, "Authorization: Bearer mlk_0");
            for (int i = 1; i < 200 && last.status() != 429; i++) {
                last = node.ask(LINE, HOST, "Authorization: Bearer mlk_" + i);
            }
            assertThat(last.status()).isEqualTo(429);
            assertThat(last.header("retry-after")).isEqualTo("1");
        }
        int before = node.keys.lookUps.get();
        node.ask(LINE, HOST, "Authorization: Bearer mlk_one_more");
        assertThat(node.keys.lookUps.get()).isLessThanOrEqualTo(before + 1);
    }

    @Test
    void aSignatureOpensWhatAKeyOpensAndWhatOnlySignaturesOpen() throws IOException {
        for (UrlAuth auth : List.of(UrlAuth.KEY, UrlAuth.AWS_IAM)) {
            node.publish(node.echo.open(auth, null).revision(auth == UrlAuth.KEY ? 2 : 3));

            Wire.Answer answer = signed("POST", "/acme/echo/a%20b?x=1", "{\"a\": 1}", "dev");

            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            JsonNode event = event(answer);
            assertThat(event.path("body").asString()).isEqualTo("{\"a\": 1}");
            assertThat(event.at("/requestContext/authorizer/iam/accountId").asString())
                    .isEqualTo("000000000042");
            assertThat(event.path("headers").has("authorization")).isFalse();
        }
        assertThat(node.ask(LINE, HOST, "Authorization: Bearer mlk_dev").body()).isEqualTo(NOTHING);
    }

    @Test
    void aPreSignedAddressNeedsNoHeader() throws IOException {
        node.require(UrlAuth.AWS_IAM);
        SdkHttpRequest request = sign("GET", "/acme/echo/x?y=1", "", "dev", true);

        Wire.Answer answer =
                node.ask(
                        "GET %s?%s HTTP/1.1"
                                .formatted(
                                        request.encodedPath(),
                                        request.encodedQueryParameters().orElseThrow()),
                        "Host: localhost:" + node.port());

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void aStrangersSignatureIsToldNothingAndABrokenOneWhatIsWrong() throws IOException {
        node.require(UrlAuth.AWS_IAM);

        assertThat(signed("GET", "/acme/echo/", "", "stranger").body()).isEqualTo(NOTHING);
        assertThat(signed("GET", "/acme/none/", "", "stranger").body()).isEqualTo(NOTHING);
        Wire.Answer unknown = signed("GET", "/acme/echo/", "", "nobody");
        assertThat(unknown.header("x-amzn-errortype")).isEqualTo("UnrecognizedClientException");
        node.invocations.clock.forward(Duration.ofMinutes(16));
        Wire.Answer late = ask(sign("GET", "/acme/echo/", "", "dev", false), "GET", "");
        assertThat(late.status()).isEqualTo(200);
        SdkHttpRequest early = sign("GET", "/acme/echo/", "", "dev", false);
        node.invocations.clock.forward(Duration.ofMinutes(16));
        Wire.Answer expired = ask(early, "GET", "");
        assertThat(expired.status()).isEqualTo(403);
        assertThat(expired.header("x-amzn-errortype")).isEqualTo("InvalidSignatureException");
        assertThat(expired.body()).contains("Signature expired");
    }

    @Test
    void aBodyThatWasChangedOnTheWayIsRefused() throws IOException {
        node.require(UrlAuth.AWS_IAM);
        SdkHttpRequest request = sign("POST", "/acme/echo/", "{\"pay\": 1}", "dev", false);

        Wire.Answer answer = ask(request, "POST", "{\"pay\": 9}");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(node.workers().requests()).isEmpty();
    }

    @Test
    void aLargeSignedBodyIsHashedAndTaken() throws IOException {
        node.require(UrlAuth.AWS_IAM);
        node.workers()
                .behave(
                        "echo",
                        (_, request) ->
                                new Ending.Succeeded(
                                        Integer.toString(request.payload().length).getBytes(UTF_8),
                                        "application/json"));

        Wire.Answer answer = signed("POST", "/acme/echo/", "x".repeat(1 << 20), "dev");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(Integer.parseInt(answer.body())).isGreaterThan(1 << 20);
    }

    private Wire.Answer signed(String method, String target, String body, String key)
            throws IOException {
        return ask(sign(method, target, body, key, false), method, body);
    }

    private Wire.Answer ask(SdkHttpRequest request, String method, String body) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(
                method
                        + ' '
                        + request.encodedPath()
                        + request.encodedQueryParameters().map(q -> "?" + q).orElse("")
                        + " HTTP/1.1");
        request.forEachHeader(
                (name, values) -> values.forEach(value -> lines.add(name + ": " + value)));
        if (request.firstMatchingHeader("Host").isEmpty()) {
            lines.add("Host: localhost:" + node.port());
        }
        lines.add("Content-Type: application/json");
        lines.add("Content-Length: " + body.length());
        try (Wire wire = node.connect()) {
            wire.send(String.join("\r\n", lines) + "\r\n\r\n" + body);
            return wire.read();
        }
    }

    private SdkHttpRequest sign(
            String method, String target, String body, String key, boolean inTheQuery) {
        SignRequest.Builder<AwsCredentialsIdentity> wanted =
                SignRequest.builder(AwsCredentialsIdentity.create(key, "secret-of-" + key))
                        .request(
                                SdkHttpFullRequest.builder()
                                        .method(SdkHttpMethod.fromValue(method))
                                        .uri(
                                                URI.create(
                                                        "http://localhost:%d%s"
                                                                .formatted(node.port(), target)))
                                        .build())
                        .payload(ContentStreamProvider.fromUtf8String(body))
                        .putProperty(
                                HttpSigner.SIGNING_CLOCK,
                                Clock.fixed(node.invocations.clock.instant(), ZoneOffset.UTC))
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "lambda");
        if (inTheQuery) {
            wanted.putProperty(
                            AwsV4HttpSigner.AUTH_LOCATION,
                            AwsV4HttpSigner.AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(5));
        }
        return AwsV4HttpSigner.create().sign(wanted.build()).request();
    }

    private static JsonNode event(Wire.Answer answer) {
        return new JsonMapper().readTree(answer.body());
    }
}
