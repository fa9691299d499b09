package dev.meterlark.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.story.Api.Answer;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/** AWS Lambda's Invoke and STS's GetCallerIdentity, from outside and from inside a sandbox. */
@Tag("slow")
@ExtendWith(RunningPlatform.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AwsApiTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String INVOKE = "/2015-03-31/functions/%s/invocations";

    /** As an SDK inside a sandbox asks: signed with what it finds there. */
    private static final String ASKS =
            """
            import os, urllib.request, urllib.error

            def handler(event, context):
                scope = os.environ["AWS_ACCESS_KEY_ID"] + "/20300101/us-east-1/" + event["service"]
                request = urllib.request.Request(
                    os.environ["AWS_ENDPOINT_URL"] + event["path"],
                    method="POST",
                    data=event["body"].encode(),
                    headers={
                        "Authorization": "AWS4-HMAC-SHA256 Credential=" + scope
                            + "/aws4_request, SignedHeaders=host, Signature=00",
                        "X-Amz-Security-Token": os.environ["AWS_SESSION_TOKEN"]})
                try:
                    with urllib.request.urlopen(request) as answer:
                        return {"status": answer.status, "body": answer.read().decode()}
                except urllib.error.HTTPError as refused:
                    return {"status": refused.code, "body": refused.read().decode(),
                            "type": refused.headers.get("x-amzn-ErrorType")}
            """;

    private final PlatformProcess platform;
    private final Api owner;
    private AwsClient aws;
    private String number;

    @SuppressWarnings("NullAway.Init") // before the first test
    AwsApiTests(PlatformProcess platform) {
        this.platform = platform;
        owner = Api.signUp(platform, "aws-tools");
    }

    @BeforeAll
    void deploy() {
        JsonNode key = owner.post("/api-keys", "{\"name\": \"tools\"}").json();
        aws =
                new AwsClient(
                        platform.address(),
                        key.path("id").asString(),
                        key.path("secret").asString());
        number = owner.get("/account").json().path("number").asString();
        owner.deploy(
                "echo",
                "nodejs",
                "index.handler",
                """
                exports.handler = async (event, context) => {
                  if (event.fail) throw new TypeError(event.fail);
                  if (event.exit) process.exit(3);
                  if (event.wait) await new Promise(r => setTimeout(r, event.wait));
                  console.log('line of ' + JSON.stringify(event));
                  return {event, client: context.clientContext ?? null};
                };
                """);
        owner.deploy("asks", "python", "app.handler", ASKS);
    }

    @ParameterizedTest
    @CsvSource({
        "echo",
        "echo:$LATEST",
        "function:echo",
        "NUMBER:function:echo",
        "arn:aws:lambda:us-east-1:NUMBER:function:echo",
        "arn:aws:lambda:us-east-1:NUMBER:function:echo:$LATEST"
    })
    void aFunctionIsCalledByEachOfItsNames(String name) {
        HttpResponse<String> answer = invoke(name.replace("NUMBER", number), "{\"a\":1}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).path("event").toString()).isEqualTo("{\"a\":1}");
        assertThat(header(answer, "X-Amz-Executed-Version")).isEqualTo("$LATEST");
        assertThat(header(answer, "X-Amz-Function-Error")).isEmpty();
        assertThat(header(answer, "x-amzn-RequestId")).hasSize(36);
    }

    @Test
    void aFunctionsErrorIsAnAnswer() {
        HttpResponse<String> failed = invoke("echo", "{\"fail\":\"no\"}");
        HttpResponse<String> ended = invoke("echo", "{\"exit\":true}");

        assertThat(failed.statusCode()).isEqualTo(200);
        assertThat(header(failed, "X-Amz-Function-Error")).isEqualTo("Unhandled");
        assertThat(JSON.readTree(failed.body()).path("errorType").asString())
                .isEqualTo("TypeError");
        assertThat(JSON.readTree(failed.body()).path("errorMessage").asString()).isEqualTo("no");
        assertThat(ended.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(ended.body()).toString())
                .isEqualTo(
                        "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: %s Error: Runtime exited with error: exit status 3\"}"
                                .formatted(header(ended, "x-amzn-RequestId")));
    }

    @Test
    void aTailAndAClientContextAreGivenToWhoAsks() {
        String context =
                Base64.getEncoder().encodeToString("{\"custom\":{\"k\":\"v\"}}".getBytes(UTF_8));

        HttpResponse<String> answer =
                aws.post(
                        "lambda",
                        INVOKE.formatted("echo"),
                        "{}",
                        Map.of("X-Amz-Log-Type", "Tail", "X-Amz-Client-Context", context));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        byte[] tail = Base64.getDecoder().decode(header(answer, "X-Amz-Log-Result"));
        assertThat(new String(tail, UTF_8)).contains("line of {}");
        assertThat(JSON.readTree(answer.body()).at("/client/custom/k").asString()).isEqualTo("v");
    }

    @Test
    void aDryRunRunsNothingAndSaysWhatACallWould() {
        Map<String, String> dry = Map.of("X-Amz-Invocation-Type", "DryRun");

        HttpResponse<String> there =
                aws.post("lambda", INVOKE.formatted("echo"), "{\"exit\":true}", dry);
        HttpResponse<String> missing = aws.post("lambda", INVOKE.formatted("none"), "{}", dry);

        assertThat(there.statusCode()).as(there.body()).isEqualTo(204);
        assertThat(there.body()).isEmpty();
        assertThat(missing.statusCode()).isEqualTo(404);
    }

    @Test
    void anEventIsAcceptedAndRunsLater() {
        HttpResponse<String> answer =
                aws.post(
                        "lambda",
                        INVOKE.formatted("echo"),
                        "{\"later\":true}",
                        Map.of("X-Amz-Invocation-Type", "Event"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
        String id = header(answer, "x-amzn-RequestId");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () ->
                                assertThat(
                                                owner.get("/invocations/" + id)
                                                        .json()
                                                        .path("status")
                                                        .asString(""))
                                        .isEqualTo("succeeded"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "none | {} | 404 | ResourceNotFoundException | Function not found:"
                        + " arn:aws:lambda:us-east-1:NUMBER:function:none:$LATEST",
                "echo:7 | {} | 404 | ResourceNotFoundException | function:echo:7",
                "999999999999:function:echo | {} | 403 | AccessDeniedException | not authorized",
                "arn:aws:lambda:eu-west-1:NUMBER:function:echo | {} | 404 |"
                        + " ResourceNotFoundException | Functions from 'eu-west-1' are not",
                "a b | {} | 400 | ValidationException | 1 validation error detected: Value 'a b'",
                "echo | {\"a\": | 400 | InvalidRequestContentException | Could not parse request"
                        + " body into json",
            })
    void aRefusalIsInAwssForm(String name, String body, int status, String type, String message) {
        HttpResponse<String> refused = invoke(name.replace("NUMBER", number), body);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
        assertThat(header(refused, "x-amzn-ErrorType")).isEqualTo(type);
        JsonNode said = JSON.readTree(refused.body());
        assertThat(said.path("Message").asString("") + said.path("message").asString(""))
                .contains(message.replace("NUMBER", number));
    }

    @Test
    void twoQualifiersThatDifferAreRefused() {
        HttpResponse<String> refused =
                aws.post("lambda", INVOKE.formatted("echo:1") + "?Qualifier=2", "{}", Map.of());

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body())
                .contains("The derived qualifier from the function name does not match");
    }

    @Test
    void anUnknownOperationAServiceThatIsNotThereAndABadSignatureAreToldSo() {
        HttpResponse<String> operation = aws.post("lambda", "/2015-03-31/layers", "{}", Map.of());
        HttpResponse<String> service = aws.post("dynamodb", "/", "{}", Map.of());
        HttpResponse<String> signature =
                aws.withSecret("wrong").post("lambda", INVOKE.formatted("echo"), "{}", Map.of());

        assertThat(operation.statusCode()).isEqualTo(404);
        assertThat(header(operation, "x-amzn-ErrorType")).isEqualTo("ResourceNotFoundException");
        assertThat(service.statusCode()).isEqualTo(400);
        assertThat(service.body()).contains("The service dynamodb is not offered here");
        assertThat(signature.statusCode()).isEqualTo(403);
        assertThat(header(signature, "x-amzn-ErrorType")).isEqualTo("InvalidSignatureException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/metrics", "/account/keys", "/functions", "/api/v1/api-keys"})
    void aSignatureOpensNothingBesideAwssOwnAddresses(String path) {
        HttpResponse<String> refused = aws.post("lambda", path, "{}", Map.of());

        assertThat(refused.statusCode()).as(refused.body()).isIn(401, 403);
        assertThat(header(refused, "x-amzn-ErrorType")).isEmpty();
    }

    @Test
    void aKeyWithoutTheScopeIsDenied() {
        JsonNode key =
                owner.post("/api-keys", "{\"name\": \"reads\", \"scopes\": [\"functions:read\"]}")
                        .json();
        var reader =
                new AwsClient(
                        platform.address(),
                        key.path("id").asString(),
                        key.path("secret").asString());

        HttpResponse<String> refused =
                reader.post("lambda", INVOKE.formatted("echo"), "{}", Map.of());

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(header(refused, "x-amzn-ErrorType")).isEqualTo("AccessDeniedException");
    }

    @Test
    void everybodyLearnsWhoTheyAre() {
        HttpResponse<String> outside =
                aws.post("sts", "/", "Action=GetCallerIdentity&Version=2011-06-15", Map.of());
        JsonNode inside = ask("sts", "/", "Action=GetCallerIdentity&Version=2011-06-15");
        JsonNode other = ask("sts", "/", "Action=AssumeRole");

        assertThat(outside.statusCode()).as(outside.body()).isEqualTo(200);
        assertThat(outside.body())
                .contains("<Account>" + number + "</Account>", ":user/" + aws.keyId())
                .contains("<GetCallerIdentityResult>");
        assertThat(inside.path("status").asInt()).as(inside.toString()).isEqualTo(200);
        assertThat(inside.path("body").asString())
                .contains("arn:aws:sts::%s:assumed-role/asks/asks".formatted(number));
        assertThat(other.path("status").asInt()).isEqualTo(400);
        assertThat(other.path("body").asString()).contains("<Code>InvalidAction</Code>");
    }

    @Test
    void insideASandboxTheRoleDecidesWhateverTheSignatureIs() {
        JsonNode refused = ask("lambda", INVOKE.formatted("echo"), "{}");
        Answer given =
                owner.put(
                        "/functions/asks/role",
                        "{\"permissions\": [\"functions:invoke\"], \"functions\": [\"echo\"]}"
                                .getBytes(UTF_8),
                        "application/json");
        assertThat(given.status()).as(given.body()).isEqualTo(200);
        JsonNode allowed = ask("lambda", INVOKE.formatted("echo"), "{\"b\":2}");
        JsonNode another = ask("lambda", INVOKE.formatted("asks"), "{}");
        owner.delete("/functions/asks/role");
        JsonNode revoked = ask("lambda", INVOKE.formatted("echo"), "{}");

        assertThat(refused.path("type").asString()).isEqualTo("AccessDeniedException");
        assertThat(allowed.path("status").asInt()).as(allowed.toString()).isEqualTo(200);
        assertThat(allowed.path("body").asString()).contains("{\"b\":2}");
        assertThat(another.path("status").asInt()).isEqualTo(403);
        assertThat(revoked.path("status").asInt()).isEqualTo(403);
    }

    private JsonNode ask(String service, String path, String body) {
        Answer answer =
                owner.invoke(
                        "asks",
                        JSON.writeValueAsString(
                                JSON.createObjectNode()
                                        .put("service", service)
                                        .put("path", path)
                                        .put("body", body)));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private HttpResponse<String> invoke(String name, String body) {
        return aws.post("lambda", INVOKE.formatted(name), body, Map.of());
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
