package dev.meterlark.worker.protocol;

import static dev.meterlark.worker.protocol.Listening.A;
import static dev.meterlark.worker.protocol.Listening.B;
import static dev.meterlark.worker.protocol.Listening.Z;
import static dev.meterlark.worker.protocol.Listening.error;
import static dev.meterlark.worker.protocol.Listening.now;
import static dev.meterlark.worker.protocol.Listening.response;
import static dev.meterlark.worker.protocol.Wire.PREFIX;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** The rules that AWS's own router and security tests hold, and what follows from them. */
class RuntimeApiTests {

    private Listening sandbox;
    private Wire runtime;

    @BeforeEach
    void connect() throws IOException {
        sandbox = new Listening(ConversationLimits.LAMBDA);
        runtime = sandbox.connect();
    }

    @AfterEach
    void close() throws IOException {
        runtime.close();
        sandbox.close();
    }

    @Test
    void errorsAreJsonWhateverIsAccepted() throws Exception {
        Wire.Answer answer = runtime.post(error("x-y-z"), "", "Accept: application/xml");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers()).containsEntry("content-type", "application/json");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"errorMessage\":\"Invalid request"
                                + " ID\",\"errorType\":\"InvalidRequestID\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/runtime/invocation/next",
                "/2018-06-01",
                "/2018-06-01/runtime/unsupported",
                "/2018-06-01/runtime/invocation/next/",
                "/2018-06-01/runtime/invocation//response",
                "/2018-06-01/runtime/invocation/a%2Fresponse",
                "/2018-06-01/runtime/invocation/a/b/response",
                "/2018-06-01/../2018-06-01/ping",
                "/2018-06-01/runtime/restore/next",
                "/2018-06-01/runtime/restore/error",
                "/2020-01-01/extension/register",
                "/2020-01-01/extension/event/next",
                "/2020-08-15/logs",
                "/2022-07-01/telemetry"
            })
    void whatIsNotOfferedIsNotFound(String path) throws Exception {
        for (String method : List.of("GET", "POST", "PUT")) {
            var answer =
                    runtime.say(method + " " + path + " HTTP/1.1\r\nContent-Length: 0\r\n\r\n")
                            .hear();
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body()).isEqualTo("404 page not found\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE,/2018-06-01/runtime/invocation/ABC/error",
        "GET,/2018-06-01/runtime/invocation/ABC/response",
        "POST,/2018-06-01/runtime/invocation/next",
        "GET,/2018-06-01/runtime/init/error",
        "POST,/2018-06-01/ping"
    })
    void otherMethodsAreNotAllowed(String method, String path) throws Exception {
        runtime.say(method + " " + path + " HTTP/1.1\r\nContent-Length: 0\r\n\r\n");

        assertThat(runtime.hear().status()).isEqualTo(405);
    }

    @Test
    void pingAnswersAlsoInAbsoluteFormAndWithAQuery() throws Exception {
        assertThat(runtime.get("/2018-06-01/ping").body()).isEqualTo("pong");
        assertThat(runtime.get("http://127.0.0.1:9001/2018-06-01/ping?a=/b").body())
                .isEqualTo("pong");
    }

    @Test
    void anInitErrorIsAcceptedOnceAndEndsTheInit() throws Exception {
        var answer =
                runtime.post(
                        PREFIX + "/init/error",
                        "{\"errorMessage\":\"no such"
                                + " module\",\"errorType\":\"Runtime.ImportModuleError\"}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"status\":\"OK\"}");
        var failed = (Readiness.InitFailed) now(sandbox.conversation.ready());
        assertThat(failed.type()).isEqualTo("Runtime.ImportModuleError");
        assertThat(failed.message()).isEqualTo("no such module");
        assertThat(runtime.post(PREFIX + "/init/error", "{}").status()).isEqualTo(403);
        assertThat(runtime.next().status()).isEqualTo(403);
    }

    @Test
    void anInitErrorIsForbiddenAfterNext() throws Exception {
        sandbox.hand(A, "1");
        runtime.next();

        var answer = runtime.post(PREFIX + "/init/error", "{}");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"errorMessage\":\"State transition from Running to InitError failed for"
                                + " runtime. Error: State transition is not"
                                + " allowed\",\"errorType\":\"InvalidStateTransition\"}");
    }

    @Test
    void nextCarriesTheEventAndLambdasHeaders() throws Exception {
        sandbox.hand(A, "{\"n\":1}", "Root=1-2-3\r\nX-Forged: 1", "{\"k\":\"ü\"}");

        var answer = runtime.next();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"n\":1}");
        assertThat(answer.headers())
                .containsEntry("lambda-runtime-aws-request-id", A)
                .containsEntry("lambda-runtime-deadline-ms", "1785585600123")
                .containsEntry("lambda-runtime-invoked-function-arn", RuntimeProcess.ARN)
                .containsEntry("lambda-runtime-trace-id", "Root=1-2-3  X-Forged: 1")
                .containsEntry("lambda-runtime-client-context", "{\"k\":\"ü\"}")
                .containsEntry("content-type", "application/json")
                .doesNotContainKey("x-forged");
        assertThat(now(sandbox.conversation.ready())).isEqualTo(new Readiness.Ready());
    }

    @Test
    void anAnswerIsAcceptedAndReachesTheCaller() throws Exception {
        CompletableFuture<Reply> reply = sandbox.hand(A, "1");
        runtime.next();

        assertThat(runtime.post(response(A), "{\"r\":2}", "Content-Type: text/plain").status())
                .isEqualTo(202);

        var answered = (Reply.Answered) now(reply);
        assertThat(answered.payload()).asString().isEqualTo("{\"r\":2}");
        assertThat(answered.contentType()).isEqualTo("text/plain");
    }

    @Test
    void nextTwiceRendersTheSameEventAgain() throws Exception {
        CompletableFuture<Reply> reply = sandbox.hand(A, "1");

        assertThat(runtime.next()).isEqualTo(runtime.next());
        assertThat(runtime.post(response(A), "2").status()).isEqualTo(202);
        assertThat(now(reply)).isInstanceOf(Reply.Answered.class);
    }

    @ParameterizedTest
    @CsvSource({"response,response", "response,error", "error,response", "error,error"})
    void theFirstAnswerStands(String first, String second) throws Exception {
        CompletableFuture<Reply> reply = sandbox.hand(A, "1");
        runtime.next();
        String path = PREFIX + "/invocation/" + A + "/";
        runtime.post(path + first, "{\"errorType\":\"E\"}");

        var answer = runtime.post(path + second, "{}");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("InvalidStateTransition");
        assertThat(now(reply).getClass())
                .isEqualTo(first.equals("response") ? Reply.Answered.class : Reply.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"response", "error"})
    void theIdIsCheckedBeforeTheState(String kind) throws Exception {
        String suffix = "/" + kind;
        assertThat(runtime.post(PREFIX + "/invocation/" + Z + suffix, "{}").status())
                .isEqualTo(400);
        CompletableFuture<Reply> reply = sandbox.hand(A, "1");
        await().until(
                        () -> runtime.post(PREFIX + "/invocation/" + A + suffix, "{}").status(),
                        status -> status == 403);
        runtime.next();
        assertThat(runtime.post(PREFIX + "/invocation/" + Z + suffix, "{}").status())
                .isEqualTo(400);
        assertThat(runtime.post(PREFIX + "/invocation/" + A + suffix, "{}").status())
                .isEqualTo(202);
        now(reply);
        sandbox.hand(B, "2");
        runtime.next();
        assertThat(runtime.post(PREFIX + "/invocation/" + A + suffix, "{}").status())
                .isEqualTo(400);
    }

    @Test
    void manyEventsFollowEachOtherInOneWriteEach() throws Exception {
        runtime.say("GET " + PREFIX + "/invocation/next HTTP/1.1\r\n\r\n");
        for (String id : List.of(A, B, Z)) {
            now(sandbox.conversation.asking());
            CompletableFuture<Reply> reply = sandbox.hand(id, "\"" + id + "\"");
            assertThat(runtime.hear().body()).contains(id);
            runtime.say(
                    Wire.postText(response(id), id)
                            + "GET "
                            + PREFIX
                            + "/invocation/next HTTP/1.1\r\n\r\n");
            assertThat(runtime.hear().status()).isEqualTo(202);
            assertThat(((Reply.Answered) now(reply)).payload()).asString().isEqualTo(id);
        }
    }

    @Test
    void whatIsPipelinedBehindAWaitingNextWaitsToo() throws Exception {
        runtime.say(
                "GET %1$s/invocation/next HTTP/1.1\r\n\r\nGET /2018-06-01/ping HTTP/1.1\r\n\r\n"
                        .formatted(PREFIX));
        now(sandbox.conversation.asking());
        assertThat(runtime.silent()).isTrue();

        sandbox.hand(A, "1");

        assertThat(runtime.hear().body()).isEqualTo("1");
        assertThat(runtime.hear().body()).isEqualTo("pong");
    }

    @Test
    void everyoneWhoWaitsIsGivenTheSameEvent() throws Exception {
        try (Wire other = sandbox.connect()) {
            other.say("GET " + PREFIX + "/invocation/next HTTP/1.1\r\n\r\n");
            runtime.say("GET " + PREFIX + "/invocation/next HTTP/1.1\r\n\r\n");
            now(sandbox.conversation.asking());
            sandbox.hand(A, "1");
            assertThat(runtime.hear()).isEqualTo(other.hear());
            assertThat(other.post(response(A), "2").status()).isEqualTo(202);
            assertThat(runtime.post(response(A), "3").status()).isEqualTo(403);
        }
    }

    @Test
    void aConnectionThatIsGoneIsGivenNothing() throws Exception {
        Wire gone = sandbox.connect();
        gone.say("GET " + PREFIX + "/invocation/next HTTP/1.1\r\n\r\n");
        now(sandbox.conversation.ready());
        gone.close();

        sandbox.hand(A, "1");

        assertThat(runtime.next().body()).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"errorType":"TypeError","errorMessage":"m"}|Function.Custom|TypeError|m
                    {"errorType":"a b","errorMessage":"m"}|Function.Custom|Function.Custom|m
                    {"errorType":"a b"}|xFunction.Custom|Function.Unknown|{"errorType":"a b"}
                    {"errorMessage":"m"}|Function.Custom; rm|Function.Unknown|m
                    {"stackTrace":[{"errorType":"X"}],"errorMessage":"m","errorType":"Y"}||Y|m
                    {"errorType":5,"errorMessage":"m"}||Function.Unknown|m
                    not json|Runtime.Crash|Runtime.Crash|not json
                    """)
    void errorTypesAreFilteredWhole(String body, String header, String type, String message)
            throws Exception {
        CompletableFuture<Reply> reply = sandbox.hand(A, "1");
        runtime.next();
        String[] headers =
                header == null
                        ? new String[0]
                        : new String[] {"Lambda-Runtime-Function-Error-Type: " + header};

        assertThat(runtime.post(error(A), body, headers).status()).isEqualTo(202);

        var failed = (Reply.Failed) now(reply);
        assertThat(failed.type()).isEqualTo(type);
        assertThat(failed.message()).isEqualTo(message);
        assertThat(failed.payload()).asString(StandardCharsets.UTF_8).isEqualTo(body);
    }

    @Test
    void longErrorTextsAreCut() throws Exception {
        CompletableFuture<Reply> reply = sandbox.hand(A, "1");
        runtime.next();
        runtime.post(
                error(A),
                "{\"errorType\":\"%s\",\"errorMessage\":\"%s\"}"
                        .formatted("T".repeat(257), "m".repeat(5000)));

        var failed = (Reply.Failed) now(reply);
        assertThat(failed.type()).isEqualTo("Function.Unknown");
        assertThat(failed.message()).hasSize(4096);
    }

    @Test
    void streamedAnswersAreTakenAndTheirTrailersCount() throws Exception {
        CompletableFuture<Reply> whole = sandbox.hand(A, "1");
        runtime.next();
        String head =
                "POST %s HTTP/1.1\r\n"
                        + "Lambda-Runtime-Function-Response-Mode: streaming\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n";
        runtime.say(head.formatted(response(A)) + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
        assertThat(runtime.hear().status()).isEqualTo(202);
        assertThat(((Reply.Answered) now(whole)).payload()).asString().isEqualTo("abcde");

        CompletableFuture<Reply> broken = sandbox.hand(B, "1");
        runtime.next();
        runtime.say(
                head.formatted(response(B))
                        + "3\r\n"
                        + "abc\r\n"
                        + "0\r\n"
                        + "Lambda-Runtime-Function-Error-Type: Runtime.StreamFailed\r\n"
                        + "Lambda-Runtime-Function-Error-Body:"
                        + " eyJlcnJvck1lc3NhZ2UiOiJoYWxmIn0=\r\n\r\n");
        assertThat(runtime.hear().status()).isEqualTo(202);
        var failed = (Reply.Failed) now(broken);
        assertThat(failed.type()).isEqualTo("Runtime.StreamFailed");
        assertThat(failed.message()).isEqualTo("half");
    }

    @Test
    void anUnknownResponseModeEndsTheCall() throws Exception {
        CompletableFuture<Reply> reply = sandbox.hand(A, "1");
        runtime.next();

        var answer = runtime.post(response(A), "{}", "Lambda-Runtime-Function-Response-Mode: bulk");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("InvalidFunctionResponseMode");
        assertThat(((Reply.Failed) now(reply)).type())
                .isEqualTo("Runtime.InvalidResponseModeHeader");
    }

    @Test
    void oneEventAtATime() {
        sandbox.hand(A, "1");

        assertThatThrownBy(() -> sandbox.hand(B, "2")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theAnswerOfACallThatWasGivenUpIsRefused() throws Exception {
        CompletableFuture<Reply> reply = sandbox.hand(A, "1");
        runtime.next();
        reply.cancel(false);

        assertThat(runtime.post(response(A), "late").status()).isEqualTo(400);
        CompletableFuture<Reply> other = sandbox.hand(B, "2");
        assertThat(runtime.next().body()).isEqualTo("2");
        assertThat(runtime.post(response(B), "3").status()).isEqualTo(202);
        assertThat(now(other)).isInstanceOf(Reply.Answered.class);
    }

    @Test
    void closingEndsEverythingAndMayBeRepeated() throws Exception {
        CompletableFuture<Reply> reply = sandbox.hand(A, "1");
        runtime.next();

        sandbox.conversation.close();
        sandbox.conversation.close();

        assertThat(runtime.closed()).isTrue();
        assertThatThrownBy(() -> now(reply)).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> sandbox.hand(B, "2")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(sandbox::connect).isInstanceOf(IOException.class);
    }
}
