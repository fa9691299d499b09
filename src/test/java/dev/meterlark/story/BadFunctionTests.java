package dev.meterlark.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.story.Api.Answer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.List;

/** Each way a function can go wrong is told clearly, paid for rightly, and harms nobody else. */
@Tag("slow")
@ExtendWith(RunningPlatform.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadFunctionTests {

    /**
     * @param source of a Python module
     * @param paid whether its account pays
     */
    record Bad(String name, String source, int status, String code, String fault, boolean paid) {

        @Override
        public String toString() {
            return name;
        }
    }

    private final Api api;

    BadFunctionTests(PlatformProcess platform) {
        api = Api.signUp(platform, "bad-functions");
        api.deploy("canary", "python", "app.handler", "def handler(e, c): return e");
    }

    static List<Bad> ways() {
        return List.of(
                function("throws-at-load", "raise ValueError('no')", 502, "function.init-error"),
                function("has-no-handler", "def other(e, c): pass", 502, "function.init-error"),
                function("raises", handler("raise KeyError('x')"), 502, "function.error"),
                function("exits", handler("import os; os._exit(3)"), 502, "function.exit"),
                function("aborts", handler("import os; os.abort()"), 502, "function.exit"),
                function("exits-at-load", "import os; os._exit(0)", 502, "function.exit"),
                function("never-returns", handler("while True: pass"), 504, "function.timeout"),
                function(
                        "sleeps",
                        "import time\n" + handler("time.sleep(60)"),
                        504,
                        "function.timeout"),
                function(
                        "eats-memory",
                        handler("x = [bytearray(1 << 20) for _ in range(4096)]"),
                        502,
                        "function.out-of-memory"),
                function(
                        "prints-a-gigabyte",
                        handler("for _ in range(1024): print('x' * (1 << 20))"),
                        504,
                        "function.timeout"),
                function(
                        "answers-7-mb",
                        handler("return 'x' * (7 << 20)"),
                        502,
                        "function.response-too-large"),
                function(
                        "answers-what-is-no-json",
                        handler("return object()"),
                        502,
                        "function.error"));
    }

    private static Bad function(String name, String source, int status, String code) {
        return new Bad(name, source, status, code, "function", true);
    }

    private static String handler(String body) {
        return "def handler(event, context):\n  " + body.replace("\n", "\n  ");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aBadFunctionIsToldWhatItDid(Bad bad) {
        api.deploy(bad.name(), "python", "app.handler", 128, 2, bad.source());

        Answer answer = api.invoke(bad.name(), "{}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(bad.status());
        assertThat(answer.code()).isEqualTo(bad.code());
        assertThat(answer.json().path("fault").asString()).isEqualTo(bad.fault());
        assertThat(answer.json().path("detail").asString()).isNotBlank();
        assertThat(answer.header("Meterlark-Price")).matches("0\\.0000\\d+ USD");
        assertThat(Long.parseLong(answer.header("Meterlark-Billed-Ms"))).isPositive();
        JsonNode kept = history(answer.header("Meterlark-Invocation-Id"));
        assertThat(kept.path("status").asString()).isEqualTo("failed");
        assertThat(kept.at("/price/amount").asString()).matches("0\\.0000\\d+");
        assertThat(api.invoke("canary", "{\"still\": 1}").body()).contains("\"still\"");
    }

    @Test
    void aFunctionThatAnswersNothingAnswersNull() {
        api.deploy("answers-nothing", "python", "app.handler", handler("pass"));

        Answer answer = api.invoke("answers-nothing", "{}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("null");
    }

    @Test
    void aFunctionWithoutCodeSaysThatItHasNone() {
        api.post("/functions", "{\"name\": \"empty\", \"runtime\": \"nodejs\"}");

        Answer answer = api.invoke("empty", "{}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("function.without-code");
    }

    /** The history has a call a moment after its answer. */
    private JsonNode history(String invocation) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> api.get("/invocations/" + invocation), each -> each.status() == 200)
                .json();
    }
}
