package dev.meterlark.edge;

import static dev.meterlark.Asked.header;
import static dev.meterlark.Asked.json;
import static dev.meterlark.edge.ApiDoorTests.assertProblem;
import static dev.meterlark.edge.EdgeModule.KnownPeople.OPERATOR;
import static dev.meterlark.edge.EdgeModule.KnownPeople.OWNER;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.ManualClock;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

@EdgeTest
class IdempotencyTests {

    private static final String THINGS = "/api/v1/sample/things";
    private static final String THING = "{\"name\":\"a\",\"size\":1}";
    private static int keys;

    @LocalServerPort private int port;
    @Autowired private SampleRoutes routes;
    @Autowired private ManualClock clock;
    @Autowired private JdbcClient database;
    @Autowired private IdempotentPosts posts;
    private Asked program;
    private String key = "";
    private int before;

    @BeforeEach
    void connect() {
        program = new Asked(port);
        key = "key-" + ++keys;
        before = routes.made.get();
    }

    @Test
    void theSameKeyRunsOnceAndAnswersTheSame() {
        HttpResponse<String> first = post(OWNER, THINGS, THING);
        HttpResponse<String> again = post(OWNER, THINGS, THING);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(header(again, "Content-Type")).isEqualTo(header(first, "Content-Type"));
        assertThat(header(again, "Idempotency-Replayed")).isEqualTo("true");
        assertThat(made()).isEqualTo(1);
    }

    @Test
    void theSameKeyWithAnotherBodyIsAMismatch() {
        post(OWNER, THINGS, THING);

        assertProblem(
                post(OWNER, THINGS, "{\"name\":\"b\",\"size\":1}"), 422, "idempotency.mismatch");
        assertProblem(post(OWNER, THINGS + "?a=b", THING), 422, "idempotency.mismatch");
        assertThat(made()).isEqualTo(1);
    }

    @Test
    void anotherCallerOrRouteHasItsOwnKeys() {
        post(OWNER, THINGS, THING);
        post(OPERATOR, THINGS, THING);
        post(OWNER, "/api/v1/sample/public", THING);

        assertThat(made()).isEqualTo(3);
    }

    @Test
    void aStrangersKeyCountsOnlyWithTheWholeBody() {
        String other = "{\"name\":\"b\",\"size\":1}";
        HttpResponse<String> first = anonymous(THING);

        assertThat(anonymous(other).statusCode()).isEqualTo(200);
        assertThat(anonymous(THING).body()).isEqualTo(first.body());
        assertThat(made()).isEqualTo(2);
    }

    @Test
    void aSecretIsNotShownTwiceAndNotKept() {
        HttpResponse<String> first = post(OWNER, "/api/v1/sample/secrets", "{}");

        assertThat(json(first).get("secret").asString()).isEqualTo("s3cret");
        assertProblem(
                post(OWNER, "/api/v1/sample/secrets", "{}"), 409, "idempotency.secret-shown-once");
        assertThat(made()).isEqualTo(1);
        assertThat(
                        database.sql(
                                        "select count(*) from idempotent_post where state ="
                                            + " 'SECRET' and headers is null and status is null")
                                .query(Integer.class)
                                .single())
                .isPositive();
    }

    @Test
    void aFailureOfOursMayBeTriedAgain() {
        if (routes.made.get() % 2 == 1) {
            routes.made.incrementAndGet();
        }

        assertProblem(post(OWNER, "/api/v1/sample/failing", "{}"), 500, "platform.error");
        assertThat(post(OWNER, "/api/v1/sample/failing", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void aRefusalOfTheCallersIsKept() {
        assertProblem(post(OWNER, THINGS, "{\"name\":\"\"}"), 400, "request.invalid");
        HttpResponse<String> again = post(OWNER, THINGS, "{\"name\":\"\"}");

        assertProblem(again, 400, "request.invalid");
        assertThat(header(again, "Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void whileTheFirstRunsTheSecondIsToldSo() throws Exception {
        CompletableFuture<HttpResponse<String>> first =
                CompletableFuture.supplyAsync(() -> post(OWNER, "/api/v1/sample/slow", "{}"));
        routes.entered.await();
        HttpResponse<String> second = post(OWNER, "/api/v1/sample/slow", "{}");
        routes.leave.countDown();

        assertProblem(second, 409, "idempotency.in-progress");
        assertThat(header(second, "Retry-After")).isEqualTo("1");
        assertThat(first.get().statusCode()).isEqualTo(200);
    }

    @Test
    void anAnswerLongerThanAColumnIsKeptWhole() {
        String body = "0123456789abcdef".repeat(200_000);
        HttpResponse<String> first = post(OWNER, "/api/v1/sample/echo", body);
        HttpResponse<String> again = post(OWNER, "/api/v1/sample/echo", body);

        assertThat(first.body()).isEqualTo(body);
        assertThat(again.body()).isEqualTo(body);
        assertThat(made()).isEqualTo(1);
    }

    @Test
    void aBodyPastTheBoundIsRefused() {
        assertProblem(
                post(OWNER, "/api/v1/sample/echo", "x".repeat((8 << 20) + 1)),
                413,
                "request.too-large");
        assertThat(made()).isZero();
    }

    @Test
    void aKeyThatIsNoneIsRefused() {
        key = "a b";
        assertProblem(post(OWNER, THINGS, THING), 400, "request.invalid");
        key = "k".repeat(256);
        assertProblem(post(OWNER, THINGS, THING), 400, "request.invalid");
    }

    @Test
    void aKeyIsForgottenAfterADay() {
        post(OWNER, THINGS, THING);
        clock.forward(Duration.ofHours(24).plusSeconds(1));
        post(OWNER, THINGS, THING);
        assertThat(made()).isEqualTo(2);

        clock.forward(Duration.ofHours(25));
        posts.forgetExpired();

        assertThat(count("idempotent_post")).isZero();
        assertThat(count("idempotent_answer")).isZero();
    }

    @Test
    void withoutAKeyNothingIsKept() {
        int kept = count("idempotent_post");
        program.postJson(THINGS, OWNER, THING);

        assertThat(count("idempotent_post")).isEqualTo(kept);
    }

    private HttpResponse<String> post(String caller, String path, String body) {
        String type = path.endsWith("echo") ? "application/octet-stream" : "application/json";
        return new Asked(port)
                .post(
                        path,
                        body,
                        "Content-Type",
                        type,
                        "Authorization",
                        "Bearer " + caller,
                        "Idempotency-Key",
                        key);
    }

    private HttpResponse<String> anonymous(String body) {
        return program.send(
                program.request(
                                "/api/v1/sample/public",
                                "Content-Type",
                                "application/json",
                                "Idempotency-Key",
                                key)
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private int made() {
        return routes.made.get() - before;
    }

    private int count(String table) {
        return database.sql("select count(*) from " + table).query(Integer.class).single();
    }
}
