package dev.meterlark.trigger.webhook;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.trigger.TriggeredFunction;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** From somebody outside to the function. */
@MeterlarkTest
class WebhookTriggerTests {

    private static final String SECRET = "correct horse battery staple";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired FakeWorkers workers;
    @Autowired JdbcClient database;

    private TriggeredFunction deploy;

    @BeforeEach
    void aFunction() {
        deploy = new TriggeredFunction(port, tenants, workers, "deploy");
    }

    @Test
    void aDeliveryThatGitHubSignedReachesTheFunction() {
        JsonNode trigger = github(", \"headers\": [\"X-Custom\"]");
        String body = "{\"ref\": \"refs/heads/main\", \"n\": 1e400}";

        HttpResponse<String> answer =
                send(
                        url(trigger),
                        body,
                        "X-Hub-Signature-256",
                        signed(SECRET, body),
                        "X-GitHub-Event",
                        "push",
                        "X-GitHub-Delivery",
                        "72d3162e",
                        "X-Custom",
                        "a",
                        "Authorization",
                        "Bearer x");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        JsonNode event = deploy.awaitEvents(1).getFirst();
        assertThat(event.path("type").asString()).isEqualTo("dev.meterlark.webhook.github");
        assertThat(event.path("subject").asString()).isEqualTo("push");
        assertThat(event.path("id").asString()).isEqualTo("72d3162e");
        assertThat(event.path("data").path("body").asString()).isEqualTo(body);
        assertThat(event.path("data").path("isBase64Encoded").asBoolean()).isFalse();
        JsonNode headers = event.path("data").path("headers");
        assertThat(headers.path("x-github-event").asString()).isEqualTo("push");
        assertThat(headers.path("x-custom").asString()).isEqualTo("a");
        assertThat(headers.has("authorization")).isFalse();
        assertThat(headers.has("x-hub-signature-256")).isFalse();
    }

    @Test
    void aDeliveryThatComesAgainIsOneCall() {
        JsonNode trigger = github("");
        for (int i = 0; i < 3; i++) {
            assertThat(delivered(trigger, "{}", "same")).isEqualTo(202);
        }
        assertThat(delivered(trigger, "{\"n\":2}", "other")).isEqualTo(202);

        assertThat(deploy.awaitEvents(2))
                .extracting(event -> event.path("id").asString())
                .containsExactlyInAnyOrder("same", "other");
    }

    @Test
    void bytesThatAreNoTextComeInBase64() {
        JsonNode trigger = github("");
        byte[] body = {1, 2, (byte) 0xff, 0};
        String signature = "sha256=" + Hmac.hex("HmacSHA256", SECRET.getBytes(US_ASCII), body);

        send(url(trigger), BodyPublishers.ofByteArray(body), "X-Hub-Signature-256", signature);

        JsonNode data = deploy.awaitEvents(1).getFirst().path("data");
        assertThat(data.path("isBase64Encoded").asBoolean()).isTrue();
        assertThat(Base64.getDecoder().decode(data.path("body").asString())).isEqualTo(body);
    }

    @Test
    void whoIsRefusedLearnsNothingAndTheAccountReadsWhy() {
        JsonNode trigger = github("");
        HttpResponse<String> forged =
                send(url(trigger), "{}", "X-Hub-Signature-256", signed("wrong", "{}"));
        HttpResponse<String> unsigned = send(url(trigger), "{}");

        assertThat(forged.statusCode()).isEqualTo(401);
        assertThat(unsigned.statusCode()).isEqualTo(401);
        assertThat(unsigned.body()).isEqualTo(forged.body());
        assertThat(unsigned.headers().map().keySet()).isEqualTo(forged.headers().map().keySet());
        deploy.awaitStatus(
                trigger, status -> status.path("lastError").asString("").contains("signature"));
        assertThat(deploy.events()).isEmpty();
    }

    @Test
    void whatIsTooLargeIsRefusedAlsoWithoutALength() {
        JsonNode trigger = github("");
        byte[] large = new byte[800_000];

        HttpResponse<String> said =
                send(url(trigger), BodyPublishers.ofByteArray(large), "X-Hub-Signature-256", "x");
        HttpResponse<String> chunked =
                send(
                        url(trigger),
                        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)),
                        "X-Hub-Signature-256",
                        "x");

        assertThat(said.statusCode()).isEqualTo(413);
        assertThat(chunked.statusCode()).isEqualTo(413);
    }

    @Test
    void aDeletedAPausedAndAnUnknownOneAreTheSame() {
        JsonNode trigger = github("");
        String address = deploy.triggers() + "/" + trigger.path("id").asString();
        String unknown = url(trigger).replaceAll("[^/]+$", "A".repeat(43));
        HttpResponse<String> nothing = send(unknown, "{}");

        ask("POST", address + "/pause", "", 200);
        assertThat(delivered(trigger, "{}", "paused")).isEqualTo(404);
        ask("POST", address + "/resume", "", 200);
        assertThat(delivered(trigger, "{}", "resumed")).isEqualTo(202);
        ask("DELETE", address, "", 204);
        HttpResponse<String> gone = send(url(trigger), "{}");

        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(gone.body()).isEqualTo(nothing.body());
        assertThat(count("webhook", trigger)).isZero();
    }

    @Test
    void whileTheQueueIsFullASenderIsToldToComeAgainAndNothingIsKept() {
        JsonNode trigger = github("");
        assertThat(delivered(trigger, "{}", "before")).isEqualTo(202);
        accepted(1_000_000);

        HttpResponse<String> full = delivery(trigger, "{\"n\":1}", "during");

        assertThat(full.statusCode()).isEqualTo(429);
        assertThat(full.headers().firstValue("Retry-After")).isPresent();
        accepted(-1_000_000);
        assertThat(delivered(trigger, "{\"n\":1}", "during")).isEqualTo(202);
        assertThat(deploy.awaitEvents(2))
                .extracting(event -> event.path("id").asString())
                .containsExactlyInAnyOrder("before", "during");
    }

    /** As if so many more calls of the account waited. */
    private void accepted(int calls) {
        database.sql("update async_accepted set calls = calls + ? where account_id = ?")
                .param(calls)
                .param(deploy.owner().account().id().value())
                .update();
    }

    @Test
    void anotherMethodIsRefused() {
        HttpRequest get = HttpRequest.newBuilder(URI.create(url(github("")))).GET().build();

        assertThat(sent(get).statusCode()).isEqualTo(405);
    }

    @Test
    void aChangedSecretIsShownOnceAndTheOldOneIsGoodForAWhile() {
        JsonNode trigger = github("");
        String secret = deploy.triggers() + "/" + trigger.path("id").asString() + "/secret";

        JsonNode changed = ask("POST", secret, "{\"overlap\": 3600}", 200);

        assertThat(deliveredBy(changed.path("secret").asString(), trigger, "new")).isEqualTo(202);
        assertThat(delivered(trigger, "{}", "old")).isEqualTo(202);
        assertThat(deploy.show(trigger).path("status").has("previousSecretUntil")).isTrue();
        assertThat(deploy.show(trigger).toString())
                .doesNotContain(changed.path("secret").asString())
                .doesNotContain("sealed");
        ask("POST", secret, "{\"overlap\": 0, \"secret\": \"another long secret of mine\"}", 200);
        assertThat(delivered(trigger, "{}", "older")).isEqualTo(401);
        assertThat(deliveredBy(changed.path("secret").asString(), trigger, "x")).isEqualTo(401);
        assertThat(deliveredBy("another long secret of mine", trigger, "y")).isEqualTo(202);
        assertThat(ask("GET", "/audit", "", 200).toString())
                .contains("trigger.secret-changed")
                .doesNotContain("another long secret");
        ask("POST", secret, "{\"overlap\": 99999999}", 400);
    }

    @Test
    void aSecretIsNowhereInTheDatabase() {
        JsonNode trigger = github("");

        String configuration =
                database.sql("select configuration from event_trigger where id = cast(? as uuid)")
                        .param(trigger.path("id").asString())
                        .query(String.class)
                        .single();

        assertThat(trigger.toString()).doesNotContain(SECRET);
        assertThat(configuration).doesNotContain(SECRET).contains("sealedSecret");
        assertThat(configuration)
                .doesNotContain(Base64.getEncoder().encodeToString(SECRET.getBytes(UTF_8)));
    }

    @Test
    void slackIsAnsweredWhatItAsks() {
        JsonNode trigger = trigger("slack", "");
        String body = "{\"type\":\"url_verification\",\"challenge\":\"3eZbrw1aB\"}";
        String at = Long.toString(Instant.now().getEpochSecond());
        String signature =
                "v0="
                        + Hmac.hex(
                                "HmacSHA256",
                                SECRET.getBytes(US_ASCII),
                                ("v0:" + at + ":" + body).getBytes(UTF_8));

        HttpResponse<String> answer =
                send(
                        url(trigger),
                        body,
                        "X-Slack-Request-Timestamp",
                        at,
                        "X-Slack-Signature",
                        signature);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("3eZbrw1aB");
        assertThat(deploy.events()).isEmpty();
    }

    @Test
    void whoGuessesHasToWait() {
        JsonNode trigger = github("");

        HttpRequest guess =
                HttpRequest.newBuilder(URI.create(url(trigger)))
                        .POST(BodyPublishers.ofString("{}"))
                        .build();
        try (HttpClient elsewhere =
                HttpClient.newBuilder().localAddress(InetAddress.ofLiteral("127.0.0.7")).build()) {
            HttpResponse<String> refusal =
                    await().pollInterval(Duration.ofMillis(1))
                            .until(
                                    () -> sent(elsewhere, guess),
                                    answer -> answer.statusCode() == 429);

            assertThat(refusal.headers().firstValue("Retry-After")).isPresent();
        }
        assertThat(delivered(trigger, "{}", "another")).isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"type\": \"webhook\"}; preset must be one of",
                "{\"type\": \"webhook\", \"preset\": \"gitlab\"}; preset must be one of",
                "{\"type\": \"webhook\", \"preset\": \"generic\"}; scheme says",
                "{\"type\": \"webhook\", \"preset\": \"generic\", \"scheme\": {}}; header is"
                        + " missing",
                "{\"type\": \"webhook\", \"preset\": \"github\", \"secret\": \"short\"}; secret"
                        + " must be",
                "{\"type\": \"webhook\", \"preset\": \"github\", \"tolerance\": 0}; tolerance must"
                        + " be",
                "{\"type\": \"webhook\", \"preset\": \"github\", \"headers\": [\"cookie\"]}; must"
                        + " not name",
                "{\"type\": \"webhook\", \"preset\": \"github\", \"headers\": [\"a b\"]}; header's"
                        + " name"
            })
    void whatCannotBeIsRefused(String wish, String why) {
        assertThat(ask("POST", deploy.triggers(), wish, 400).path("detail").asString())
                .contains(why);
    }

    private JsonNode github(String more) {
        return trigger("github", more);
    }

    private JsonNode trigger(String preset, String more) {
        return deploy.trigger(
                "{\"type\": \"webhook\", \"preset\": \"%s\", \"secret\": \"%s\"%s}"
                        .formatted(preset, SECRET, more));
    }

    private int delivered(JsonNode trigger, String body, String id) {
        return delivery(trigger, body, id).statusCode();
    }

    private HttpResponse<String> delivery(JsonNode trigger, String body, String id) {
        return send(
                url(trigger),
                body,
                "X-Hub-Signature-256",
                signed(SECRET, body),
                "X-GitHub-Delivery",
                id);
    }

    private int deliveredBy(String secret, JsonNode trigger, String id) {
        return send(
                        url(trigger),
                        "{}",
                        "X-Hub-Signature-256",
                        signed(secret, "{}"),
                        "X-GitHub-Delivery",
                        id)
                .statusCode();
    }

    private static String signed(String secret, String body) {
        return "sha256=" + Hmac.hex("HmacSHA256", secret.getBytes(US_ASCII), body.getBytes(UTF_8));
    }

    private static String url(JsonNode trigger) {
        return trigger.path("status").path("url").asString();
    }

    private HttpResponse<String> send(String url, String body, String... headers) {
        return send(url, BodyPublishers.ofString(body), headers);
    }

    private HttpResponse<String> send(String url, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).POST(body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return sent(request.build());
    }

    private static HttpResponse<String> sent(HttpRequest request) {
        return sent(CLIENT, request);
    }

    private static HttpResponse<String> sent(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode ask(String method, String path, String body, int status) {
        HttpResponse<String> answer = deploy.ask(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer.body().isEmpty() ? MissingNode.getInstance() : json(answer);
    }

    private long count(String table, JsonNode trigger) {
        return database.sql(
                        "select count(*) from %s where trigger_id = cast(? as uuid)"
                                .formatted(table))
                .param(trigger.path("id").asString())
                .query(Long.class)
                .single();
    }
}
