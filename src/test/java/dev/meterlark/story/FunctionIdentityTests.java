package dev.meterlark.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.story.Api.Answer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.Optional;

/** Functions that ask the platform from inside their sandboxes, each as itself. */
@Tag("slow")
@ExtendWith(RunningPlatform.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FunctionIdentityTests {

    /** Does what the event says and answers with what came back. */
    private static final String NODE =
            """
            exports.handler = async (event) => {
              const answer = await fetch((event.base ?? process.env.METERLARK_URL) + event.path, {
                method: event.method ?? 'GET',
                headers: event.headers ?? {},
                body: event.body,
              });
              return {
                status: answer.status,
                body: await answer.text(),
                rate: answer.headers.get('ratelimit-policy'),
              };
            };
            """;

    private static final String PYTHON =
            """
            import os, urllib.request, urllib.error

            def handler(event, context):
                request = urllib.request.Request(
                    os.environ["METERLARK_URL"] + event["path"],
                    method=event.get("method", "GET"),
                    headers=event.get("headers", {}),
                    data=event["body"].encode() if "body" in event else None)
                try:
                    with urllib.request.urlopen(request) as answer:
                        return {"status": answer.status, "body": answer.read().decode()}
                except urllib.error.HTTPError as refused:
                    return {"status": refused.code, "body": refused.read().decode()}
            """;

    private static final JsonMapper JSON = new JsonMapper();

    private final PlatformProcess platform;
    private final Api owner;

    FunctionIdentityTests(PlatformProcess platform) {
        this.platform = platform;
        owner = Api.signUp(platform, "identity");
    }

    @BeforeAll
    void deploy() {
        owner.deploy("asks", "nodejs", "index.handler", NODE);
        owner.deploy("asks-python", "python", "app.handler", PYTHON);
        owner.deploy("greet", "nodejs", "index.handler", "exports.handler = async e => ({hi: e});");
        owner.deploy("secret", "nodejs", "index.handler", "exports.handler = async () => 'no';");
    }

    @ParameterizedTest
    @ValueSource(strings = {"asks", "asks-python"})
    void aFunctionInvokesWhatItsRoleNamesAndNothingElse(String function) {
        role(function, "[\"functions:invoke\"]", "[\"greet\"]");

        JsonNode greeted =
                ask(function, "POST", "/api/v1/functions/greet/invocations", "{\"a\":1}");
        JsonNode refused = ask(function, "POST", "/api/v1/functions/secret/invocations", "{}");
        JsonNode unread = ask(function, "GET", "/api/v1/functions/greet", null);

        assertThat(greeted.path("status").asInt()).as(greeted.toString()).isEqualTo(200);
        assertThat(greeted.path("body").asString()).isEqualTo("{\"hi\":{\"a\":1}}");
        assertThat(refused.path("status").asInt()).isEqualTo(403);
        assertThat(unread.path("status").asInt()).isEqualTo(403);
    }

    @Test
    void whatAFunctionCallsIsTheChildOfItsCall() {
        role("asks", "[\"functions:invoke\"]", "[\"greet\"]");

        Answer parent = invoke("asks", "POST", "/api/v1/functions/greet/invocations", "{}");

        String id = parent.header("Meterlark-Invocation-Id");
        JsonNode child =
                await().atMost(Duration.ofSeconds(30))
                        .until(
                                () ->
                                        owner.get("/functions/greet/invocations?limit=100")
                                                .json()
                                                .path("items")
                                                .valueStream()
                                                .filter(each -> isChild(each, id))
                                                .findFirst(),
                                Optional::isPresent)
                        .orElseThrow();
        child = owner.get("/invocations/" + child.path("id").asString()).json();
        assertThat(child.path("depth").asInt()).isEqualTo(1);
        assertThat(child.path("source").asString()).isEqualTo("function");
    }

    @Test
    void aChangeOfTheRoleHoldsAtOnceInASandboxThatRuns() {
        role("asks", "[\"account:read\"]", "[]");
        assertThat(ask("asks", "GET", "/api/v1/account", null).path("status").asInt())
                .isEqualTo(200);

        owner.delete("/functions/asks/role");

        JsonNode refused = ask("asks", "GET", "/api/v1/account", null);
        assertThat(refused.path("status").asInt()).isEqualTo(403);
        assertThat(refused.path("body").asString()).contains("account:read");
    }

    @Test
    void queuesAreThereByAwssProtocolToo() {
        role("asks", "[\"storage:read\", \"storage:write\", \"storage:manage\"]", "[]");
        owner.post("/queues", "{\"name\": \"inside\"}");

        JsonNode found =
                owner.invoke(
                                "asks",
                                """
                                {"path": "/", "method": "POST", "body": "{\\"QueueName\\":\\"inside\\"}",
                                 "headers": {"X-Amz-Target": "AmazonSQS.GetQueueUrl",
                                  "Content-Type": "application/x-amz-json-1.0"}}
                                """)
                        .json();

        assertThat(found.path("status").asInt()).as(found.toString()).isEqualTo(200);
        assertThat(found.path("body").asString())
                .startsWith("{\"QueueUrl\":\"http://127.0.0.1:9002/")
                .endsWith("/inside\"}");
    }

    @Test
    void whatItDoesIsInTheAuditLogUnderItsName() {
        role("asks", "[\"functions:write\"]", "[\"greet\"]");

        JsonNode changed =
                ask("asks", "PATCH", "/api/v1/functions/greet", "{\"description\":\"by asks\"}");

        assertThat(changed.path("status").asInt()).as(changed.toString()).isEqualTo(200);
        assertThat(owner.get("/audit?limit=1").json().at("/items/0/actor").asString())
                .isEqualTo("function:asks");
    }

    @Test
    void credentialsThatItBringsAreNotLookedAt() {
        Api stranger = Api.signUp(platform, "stranger");
        role("asks", "[\"account:read\"]", "[]");

        JsonNode answer =
                owner.invoke(
                                "asks",
                                """
                                {"path": "/api/v1/account", "headers": {
                                  "Authorization": "Bearer %s", "Cookie": "SESSION=x",
                                  "X-Forwarded-For": "203.0.113.9", "Host": "evil.example",
                                  "Meterlark-Sandbox-Pass": "0011223344556677.00",
                                  "Meterlark-Sandbox-Call": "nonsense"}}
                                """
                                        .formatted(stranger.token()))
                        .json();

        assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.path("body").asString())
                .contains(owner.get("/account").json().path("id").asString())
                .doesNotContain(stranger.get("/account").json().path("id").asString());
        assertThat(answer.path("rate").asString()).startsWith("\"function\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/sign-in",
                "/actuator/health",
                "/actuator/metrics",
                "/assets/app.js",
                "/api/openapi.json",
                "/api/v1/nothing",
                "/api/v1/../../actuator/health",
                "//api/v1/account"
            })
    void nothingIsThereBesideTheApi(String path) {
        JsonNode answer = ask("asks", "GET", path, null);

        assertThat(answer.path("status").asInt()).as(answer.toString()).isBetween(400, 404);
    }

    @Test
    void aFunctionWithTheInternetAsksThePlatformAsWell() {
        owner.deploy("outward", "nodejs", "index.handler", NODE);
        owner.patch("/functions/outward", "{\"egress\": \"internet\"}");
        role("outward", "[\"account:read\"]", "[]");

        JsonNode answer = ask("outward", "GET", "/api/v1/account", null);

        assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(200);
    }

    @Test
    void itSignsNobodyUpAndIsNoOperator() {
        role("asks", "[\"account:read\"]", "[]");

        JsonNode signUp =
                ask(
                        "asks",
                        "POST",
                        "/api/v1/accounts",
                        "{\"name\":\"x\",\"email\":\"x@y.example\",\"password\":\"a walk"
                                + " through\"}");
        JsonNode admin = ask("asks", "GET", "/api/v1/admin/accounts", null);

        assertThat(signUp.path("status").asInt()).as(signUp.toString()).isEqualTo(403);
        assertThat(admin.path("status").asInt()).as(admin.toString()).isEqualTo(403);
    }

    @Test
    void aFunctionThatCallsItselfComesToAnEnd() {
        owner.deploy(
                "self",
                "nodejs",
                "index.handler",
                128,
                20,
                """
                exports.handler = async () => {
                  const answer = await fetch(process.env.METERLARK_URL
                    + '/api/v1/functions/self/invocations', {method: 'POST', body: '{}'});
                  const text = await answer.text();
                  return answer.status === 200 ? JSON.parse(text) : {status: answer.status, text};
                };
                """);
        owner.patch("/functions/self", "{\"concurrency\": 32}");
        role("self", "[\"functions:invoke\"]", "[\"self\"]");

        Answer end = owner.invoke("self", "{}");

        assertThat(end.status()).as(end.body()).isEqualTo(200);
        assertThat(end.json().path("status").asInt()).as(end.body()).isEqualTo(508);
        assertThat(end.body()).contains("invocation.loop");
    }

    @Test
    void aFloodWaitsOrIsRefusedAndItsAccountIsServedMeanwhile() {
        owner.deploy(
                "flood",
                "nodejs",
                "index.handler",
                128,
                30,
                """
                exports.handler = async () => {
                  const seen = {};
                  const one = async () => {
                    try {
                      const answer = await fetch(process.env.METERLARK_URL + '/api/v1/account');
                      await answer.arrayBuffer();
                      seen[answer.status] = (seen[answer.status] ?? 0) + 1;
                    } catch (e) {
                      seen.failed = (seen.failed ?? 0) + 1;
                    }
                  };
                  for (let round = 0; round < 6; round++) {
                    await Promise.all(Array.from({length: 150}, one));
                  }
                  return seen;
                };
                """);
        role("flood", "[\"account:read\"]", "[]");

        Answer seen = owner.invoke("flood", "{}");

        assertThat(seen.status()).as(seen.body()).isEqualTo(200);
        assertThat(seen.json().path("200").asInt()).as(seen.body()).isPositive();
        assertThat(seen.json().path("200").asInt() + seen.json().path("429").asInt())
                .as(seen.body())
                .isEqualTo(900);
        assertThat(owner.get("/account").status()).isEqualTo(200);
    }

    private boolean isChild(JsonNode call, String of) {
        return owner.get("/invocations/" + call.path("id").asString())
                .json()
                .path("parent")
                .asString("")
                .equals(of);
    }

    private void role(String function, String permissions, String functions) {
        Answer given =
                owner.put(
                        "/functions/" + function + "/role",
                        "{\"permissions\": %s, \"functions\": %s}"
                                .formatted(permissions, functions)
                                .getBytes(UTF_8),
                        "application/json");
        assertThat(given.status()).as(given.body()).isEqualTo(200);
    }

    private JsonNode ask(String function, String method, String path, @Nullable String body) {
        Answer answer = invoke(function, method, path, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private Answer invoke(String function, String method, String path, @Nullable String body) {
        var event = JSON.createObjectNode().put("method", method).put("path", path);
        if (body != null) {
            event.put("body", body).putObject("headers").put("Content-Type", "application/json");
        }
        return owner.invoke(function, JSON.writeValueAsString(event));
    }
}
