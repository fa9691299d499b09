package dev.meterlark.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.function.snapshot.AsyncPolicy;
import dev.meterlark.function.snapshot.DestinationTarget.OfFunction;
import dev.meterlark.function.snapshot.DestinationTarget.OfWebhook;
import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.function.snapshot.SnapshotSource;
import dev.meterlark.function.snapshot.WebhookKeys;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** The settings of a function's asynchronous calls. */
@MeterlarkTest
class AsyncRoutesTests {

    private static final String ASYNC = "/api/v1/functions/hello/async";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired SnapshotSource source;
    @Autowired WebhookKeys keys;

    private Tenants.Tenant owner;

    @BeforeEach
    void newFunction() {
        owner = tenants.newOwner();
        create("hello");
    }

    @Test
    void usuallyThereAreTwoRetriesWithinSixHoursAndNobodyIsTold() {
        JsonNode async = json(ask("GET", ASYNC, ""));

        assertThat(async)
                .isEqualTo(
                        new JsonMapper()
                                .readTree(
                                        """
                                        {"name": "hello", "maxRetries": 2, "maxAge": 21600,
                                         "resultKeptFor": 86400, "onSuccess": null,
                                         "onFailure": null, "revision": 1}
                                        """));
        assertThat(published().async()).isEqualTo(AsyncPolicy.DEFAULT);
    }

    @Test
    void aChangeIsWholeReachesTheDataPlaneAndIsTakenBackByDeleting() {
        create("audit");
        HttpResponse<String> changed =
                ask(
                        "PUT",
                        ASYNC,
                        """
                        {"maxRetries": 0, "maxAge": 60, "resultKeptFor": 0,
                         "onSuccess": {"type": "function", "function": "audit"},
                         "onFailure": {"type": "webhook", "url": "https://hooks.example/a?b=c"}}
                        """);

        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(json(ask("GET", ASYNC, ""))).isEqualTo(json(changed));
        assertThat(json(changed).path("onSuccess").path("qualifier").asString())
                .isEqualTo("$LATEST");
        assertThat(published().async())
                .isEqualTo(
                        new AsyncPolicy(
                                0,
                                Duration.ofSeconds(60),
                                Duration.ZERO,
                                new OfFunction("audit", "$LATEST"),
                                new OfWebhook(URI.create("https://hooks.example/a?b=c"))));

        ask("PUT", ASYNC, "{\"maxRetries\": 5}");
        assertThat(published().async().onFailure()).isNull();
        assertThat(ask("DELETE", ASYNC, "").statusCode()).isEqualTo(204);
        assertThat(published().async()).isEqualTo(AsyncPolicy.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"maxRetries\": -1} | maxRetries must be 0 to 5, was: -1",
                "{\"maxRetries\": 6} | maxRetries must be 0 to 5, was: 6",
                "{\"maxAge\": 59} | maxAge must be 60 to 21600, was: 59",
                "{\"maxAge\": 21601} | maxAge must be 60 to 21600, was: 21601",
                "{\"resultKeptFor\": -1} | resultKeptFor must be 0 to 604800, was: -1",
                "{\"resultKeptFor\": 604801} | was: 604801",
                "{\"onFailure\": {}} | onFailure.type must be function, webhook, queue, topic,"
                        + " bucket or kafka, was: nothing",
                "{\"onFailure\": {\"type\": \"mail\"}} | was: 'mail'",
                "{\"onFailure\": {\"type\": \"function\"}} | onFailure.function must have",
                "{\"onFailure\": {\"type\": \"function\", \"function\": \"hello\"}} | onFailure:"
                        + " hello cannot be its own destination",
                "{\"onFailure\": {\"type\": \"function\", \"function\": \"gone\"}} | there is no"
                        + " function or pipeline 'gone' to tell",
                "{\"onFailure\": {\"type\": \"function\", \"function\": \"hello\", \"url\": \"x\"}}"
                        + " | onFailure of type function has no url",
                "{\"onSuccess\": {\"type\": \"webhook\"}} | onSuccess.url must have",
                "{\"onSuccess\": {\"type\": \"webhook\", \"url\": \"a b\"}} | onSuccess.url is no"
                        + " URL",
                "{\"onSuccess\": {\"type\": \"webhook\", \"url\": \"ftp://a.example\"}} | must"
                        + " begin with https://",
                "{\"onSuccess\": {\"type\": \"webhook\", \"url\": \"https://169.254.169.254\"}} |"
                        + " cannot be sent",
                "{\"onSuccess\": {\"type\": \"webhook\", \"url\": \"https://[::ffff:10.0.0.1]/\"}}"
                        + " | a private network",
                "{\"onSuccess\": {\"type\": \"queue\", \"queue\": \"q\"}} | there is no"
                        + " queue without order by group 'q' to tell",
                "{\"onSuccess\": {\"type\": \"topic\", \"topic\": \"t\"}} | there is no"
                        + " topic 't' to tell",
                "{\"onSuccess\": {\"type\": \"bucket\", \"bucket\": \"b\"}} | there is no"
                        + " bucket 'b' to tell",
                "{\"retries\": 1} | retries",
            })
    void whatCannotBeIsRefusedByName(String body, String why) {
        HttpResponse<String> refused = ask("PUT", ASYNC, body);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(json(refused).path("detail").asString()).contains(why);
        assertThat(published().async()).isEqualTo(AsyncPolicy.DEFAULT);
    }

    @Test
    void anotherAccountsFunctionIsNoDestinationAndLooksLikeNone() {
        Tenants.Tenant other = tenants.newOwner();
        new Asked(port)
                .ask(
                        "POST",
                        "/api/v1/functions",
                        other.token(),
                        "{\"name\": \"theirs\", \"runtime\": \"nodejs\"}");
        String wish = "{\"onFailure\": {\"type\": \"function\", \"function\": \"%s\"}}";

        HttpResponse<String> theirs = ask("PUT", ASYNC, wish.formatted("theirs"));
        HttpResponse<String> none = ask("PUT", ASYNC, wish.formatted("nobody"));

        assertThat(theirs.statusCode()).isEqualTo(400);
        assertThat(theirs.body().replace("theirs", "nobody")).isEqualTo(none.body());
    }

    @Test
    void aFunctionThatIsToldOfEndsDoesNotGoInSilence() {
        create("audit");
        ask("PUT", ASYNC, "{\"onFailure\": {\"type\": \"function\", \"function\": \"audit\"}}");

        HttpResponse<String> refused = ask("DELETE", "/api/v1/functions/audit", "");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("destination of hello");

        ask("DELETE", ASYNC, "");
        assertThat(ask("DELETE", "/api/v1/functions/audit", "").statusCode()).isEqualTo(204);
    }

    @Test
    void theSecretIsShownOnceAndTheOneBeforeSignsAsWellForADay() {
        ask(
                "PUT",
                ASYNC,
                "{\"onFailure\": {\"type\": \"webhook\", \"url\": \"https://a.example\"}}");
        List<byte[]> first = keys.of(published().function());
        assertThat(first).hasSize(1);

        JsonNode made = json(ask("POST", ASYNC + "/webhook-secret", ""));

        List<byte[]> both = keys.of(published().function());
        assertThat(both).hasSize(2);
        assertThat(made.path("secret").asString())
                .isEqualTo("whsec_" + Base64.getEncoder().encodeToString(both.getFirst()));
        assertThat(both.getLast()).isEqualTo(first.getFirst());
        assertThat(made.path("previousUntil").isNull()).isFalse();
        assertThat(ask("GET", ASYNC, "").body()).doesNotContain("whsec_");
    }

    private void create(String name) {
        HttpResponse<String> made =
                ask(
                        "POST",
                        "/api/v1/functions",
                        "{\"name\": \"%s\", \"runtime\": \"nodejs\"}".formatted(name));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    private FunctionSnapshot published() {
        return source.read().functions().stream()
                .filter(each -> each.account().equals(owner.account().id()))
                .filter(each -> each.name().equals("hello"))
                .findFirst()
                .orElseThrow();
    }

    private HttpResponse<String> ask(String method, String path, String body) {
        return new Asked(port).ask(method, path, owner.token(), body);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return new JsonMapper().readTree(answer.body());
    }
}
