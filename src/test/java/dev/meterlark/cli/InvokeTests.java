package dev.meterlark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

class InvokeTests {

    private static final String ROUTE = "POST /functions/hello/invocations";
    private static final String SENT = "POST /api/v1/functions/hello/invocations";
    private static final String[] FACTS = {
        "Meterlark-Invocation-Id", "0199aaaa-0000-7000-8000-000000000001",
        "Meterlark-Billed-Ms", "42",
        "Meterlark-Price", "0.0000002875 USD",
        "Meterlark-Cold-Start", "true"
    };

    @TempDir Path home;
    private FakePlatform platform;
    private Typed typed;

    @BeforeEach
    void start() throws IOException {
        platform = new FakePlatform();
        typed = new Typed(home).loggedInTo(platform);
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    void theFunctionsBytesGoOutAsTheyAreAndTheFactsBeside() {
        byte[] picture = {(byte) 0xff, (byte) 0xd8, 0, 27, '[', 'A', '\r', '\n'};
        platform.answers(ROUTE, 200, "image/jpeg", picture, FACTS);

        var seen = typed.lark("invoke", "hello", "--event", "{\"name\": \"Ada\"}");

        assertThat(seen.exit()).isZero();
        assertThat(seen.bytes()).isEqualTo(picture);
        assertThat(seen.err()).contains("cold", "billed 42 ms", "0.0000002875 USD", "0199aaaa");
        assertThat(platform.last(SENT).text()).isEqualTo("{\"name\": \"Ada\"}");
        assertThat(platform.last(SENT).header("Content-type")).isEqualTo("application/json");
        assertThat(platform.last(SENT).header("Idempotency-key")).matches("lark-[0-9a-f]{32}");
    }

    @Test
    void aScreenIsNotHandedOverToTheAnswer() {
        platform.json(ROUTE, "\u001b]0;owned\u0007\u202e{}", FACTS);

        var seen = typed.onAScreen().lark("invoke", "hello");

        assertThat(seen.out()).isEqualTo("\\x1b]0;owned\\x07\\u{202e}{}\n");
    }

    @Test
    void theEventIsOneThatWasSavedByAName() {
        platform.answers("GET /functions/hello/events/good-day", 200, "text/plain", "hi")
                .json(ROUTE, "1", FACTS);

        var seen = typed.lark("invoke", "hello", "--saved", "good-day");

        assertThat(seen.exit()).as(seen.err()).isZero();
        assertThat(platform.last(SENT).text()).isEqualTo("hi");
        assertThat(platform.last(SENT).header("Content-type")).isEqualTo("text/plain");
        var both = typed.lark("invoke", "hello", "--saved", "good-day", "--event", "1");
        assertThat(both.err()).contains("--saved stands in place of --event");
    }

    @Test
    void eventsAreSavedListedAndDeleted() {
        platform.json("PUT /functions/hello/events/order", "{\"name\": \"order\"}")
                .json(
                        "GET /functions/hello/events",
                        "{\"items\": [{\"name\": \"order\", \"contentType\": \"application/json\","
                                + " \"bytes\": 2, \"savedAt\": \"2026-11-24T00:00:00Z\"}]}")
                .answers("DELETE /functions/hello/events/order", 204, "", "");

        var saved = typed.lark("event", "save", "hello", "order", "--event", "{}");
        var listed = typed.lark("event", "list", "hello");
        var deleted = typed.lark("event", "delete", "hello", "order");

        assertThat(saved.err()).contains("lark invoke hello --saved order");
        assertThat(platform.last("PUT /api/v1/functions/hello/events/order").text())
                .isEqualTo("{}");
        assertThat(listed.out()).contains("order  application/json", "2026-11-24T00:00:00Z");
        assertThat(deleted.exit()).as(deleted.err()).isZero();
    }

    @Test
    void theEventComesFromAFileOrStandardInput() throws IOException {
        platform.json(ROUTE, "1", FACTS);
        Files.writeString(home.resolve("event.json"), "[1, 2]");

        typed.lark("invoke", "hello", "--event", "@event.json");
        assertThat(platform.last(SENT).text()).isEqualTo("[1, 2]");
        typed.lark("invoke", "hello", "--event", "@" + home.resolve("event.json"));
        assertThat(platform.last(SENT).text()).isEqualTo("[1, 2]");
        typed.sending("\"in\"").lark("invoke", "hello", "-e", "-");
        assertThat(platform.last(SENT).text()).isEqualTo("\"in\"");
        typed.lark("invoke", "hello", "-e", "good morning", "--type", "text/plain");

        assertThat(platform.last(SENT).text()).isEqualTo("good morning");
        assertThat(platform.last(SENT).header("Content-type")).isEqualTo("text/plain");
    }

    @Test
    void anEventThatIsNoJsonIsToldBeforeAnythingIsSent() {
        var seen = typed.lark("invoke", "hello", "--event", "{\"name\": Ada}");
        var file = typed.lark("invoke", "hello", "--event", "event.json");

        assertThat(seen.exit()).isEqualTo(2);
        assertThat(seen.err()).contains("no JSON", "line 1, column", "--type text/plain");
        assertThat(file.err()).contains("--event @event.json");
        assertThat(platform.taken()).isEmpty();
    }

    @Test
    void aFunctionsErrorIsTheFunctionsFault() {
        platform.refuses(ROUTE, 502, "function.error", "function", "x is not a function", FACTS);

        var seen = typed.lark("invoke", "hello");

        assertThat(seen.exit()).isEqualTo(4);
        assertThat(seen.out()).isEmpty();
        assertThat(seen.err()).contains("x is not a function", "(function.error)", "billed 42 ms");
    }

    @Test
    void asJsonEverythingIsInOneDocument() {
        platform.json(ROUTE, "{\"total\": 2.40}", FACTS);

        var document = Json.read(typed.lark("invoke", "hello", "--json").bytes()).orElseThrow();

        assertThat(document.path("status").asString()).isEqualTo("succeeded");
        assertThat(document.path("answer").toString()).isEqualTo("{\"total\":2.40}");
        assertThat(document.path("billedMs").asInt()).isEqualTo(42);
        assertThat(document.path("coldStart").asBoolean()).isTrue();
        assertThat(document.path("price").asString()).isEqualTo("0.0000002875 USD");
    }

    @Test
    void asJsonAFailureIsADocumentToo() {
        platform.refuses(ROUTE, 504, "function.timeout", "function", "3 s were not enough", FACTS);

        var seen = typed.lark("invoke", "hello", "--json");
        var document = Json.read(seen.bytes()).orElseThrow();

        assertThat(seen.exit()).isEqualTo(4);
        assertThat(document.path("status").asString()).isEqualTo("failed");
        assertThat(document.path("error").path("code").asString()).isEqualTo("function.timeout");
        assertThat(document.path("exitCode").asInt()).isEqualTo(4);
    }

    @Test
    void theLogIsAskedForUntilItIsThere() {
        String call = "/invocations/0199aaaa-0000-7000-8000-000000000001";
        platform.json(ROUTE, "{}", FACTS)
                .refuses("GET " + call, 404, "not-found", "caller", "not yet")
                .json(
                        "GET " + call,
                        "{\"log\":\"one\\n\\u001b[2Jtwo\\n\",\"logTruncatedBytes\":2048}");

        var seen = typed.lark("invoke", "hello", "--log");

        assertThat(seen.err()).contains("one\n\\x1b[2Jtwo\n", "2.0 KiB more");
        assertThat(seen.out()).isEqualTo("{}");
    }

    @Test
    void tooManyCallsAtOnceWaitAsLongAsThePlatformSays() {
        platform.refuses(ROUTE, 429, "invocation.throttled", "caller", "busy", "Retry-After", "2")
                .json(ROUTE, "{}", FACTS);

        assertThat(typed.lark("invoke", "hello").exit()).isZero();
        assertThat(typed.pauses()).containsExactly(Duration.ofSeconds(2));
    }

    @Test
    void aBrokenConnectionIsTriedAgainUnderTheSameKey() {
        platform.breaks(ROUTE)
                .refuses(ROUTE, 409, "idempotency.in-progress", "caller", "runs")
                .json(ROUTE, "{}", FACTS);

        assertThat(typed.lark("invoke", "hello").exit()).isZero();
        assertThat(platform.taken()).hasSize(3);
        assertThat(platform.taken().stream().map(t -> t.header("Idempotency-key")).distinct())
                .hasSize(1);
    }

    @Test
    void aPlatformThatStaysBusyIsThePlatformsFault() {
        platform.refuses(ROUTE, 503, "platform.busy", "platform", "full", "Retry-After", "1");

        var seen = typed.lark("invoke", "hello");

        assertThat(seen.exit()).isEqualTo(5);
        assertThat(platform.taken()).hasSize(4);
    }

    @Test
    void aNameThatIsNoneGoesNowhere() {
        assertThat(typed.lark("invoke", "../account").exit()).isEqualTo(2);
        assertThat(platform.taken()).isEmpty();
    }
}
