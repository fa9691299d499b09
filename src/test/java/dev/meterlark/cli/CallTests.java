package dev.meterlark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

class CallTests {

    private static final String ID = "0199aaaa-0000-7000-8000-000000000001";
    private static final String CALL = "/invocations/" + ID;
    private static final String INVOKE = "POST /functions/hello/invocations";

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
    void aCallThatNobodyWaitsForPrintsItsIdAlone() {
        platform.answers(
                INVOKE,
                202,
                "application/json",
                "{\"id\":\"%s\",\"status\":\"queued\"}".formatted(ID));

        var seen =
                typed.lark(
                        "invoke",
                        "hello",
                        "--async",
                        "--delay",
                        "60",
                        "--once",
                        "a",
                        "--in-order",
                        "b");

        assertThat(seen.exit()).isZero();
        assertThat(seen.out()).isEqualTo(ID + "\n");
        assertThat(seen.err()).contains("lark call status " + ID);
        var sent = platform.last("POST /api/v1/functions/hello/invocations");
        assertThat(sent.header("Prefer")).isEqualTo("respond-async");
        assertThat(sent.header("Meterlark-delay")).isEqualTo("60");
        assertThat(sent.header("Meterlark-deduplication-key")).isEqualTo("a");
        assertThat(sent.header("Meterlark-ordering-key")).isEqualTo("b");
    }

    @Test
    void termsWithoutAsyncAreTakenForAMistake() {
        var seen = typed.lark("invoke", "hello", "--delay", "60");

        assertThat(seen.exit()).isEqualTo(2);
        assertThat(seen.err()).contains("--async");
        assertThat(platform.taken()).isEmpty();
    }

    @Test
    void theStatusSaysWhatIsKnown() {
        platform.json(
                "GET " + CALL,
                """
                {"id":"%s","status":"queued","function":"hello",
                 "async":{"acceptedAt":"2026-11-23T12:00:00Z","attempts":1,
                          "nextAttemptAt":"2026-11-23T12:01:00Z","message":"it \\u001b[2Jbroke"}}
                """
                        .formatted(ID));

        var seen = typed.lark("call", "status", ID);

        assertThat(seen.exit()).isZero();
        assertThat(seen.out())
                .contains("status        queued", "next attempt  2026-11-23T12:01:00Z")
                .contains("it \\x1b[2Jbroke")
                .doesNotContain("ended");
        assertThat(typed.lark("call", "status", ID, "--json").out()).contains("\"attempts\":1");
    }

    @Test
    void ofACallThatEndedItSaysWhereItsTimeWent() {
        platform.json("GET " + CALL, ended());

        assertThat(typed.lark("call", "status", ID).out())
                .contains("took          queued 0.1 ms, start 0 ms, init 0 ms, run 2.5 ms")
                .contains("price         0.0000004 USD", "error         function.error")
                .contains("said          it \\x1b[2Jbroke")
                .doesNotContain("accepted");
    }

    @Test
    void callsAreListedWithWhereOlderOnesGoOn() {
        String page = "{\"items\":[%s],\"nextCursor\":\"c 1\"}".formatted(ended());
        platform.json("GET /invocations?limit=20", page)
                .json(
                        "GET /functions/hello/invocations?limit=5&status=failed&from=2026-11-23&cursor=c+1",
                        "{\"items\":[]}")
                .json("GET /pipelines/orders/invocations?limit=20", page);

        var seen = typed.lark("calls");
        assertThat(seen.out())
                .contains("2026-11-23T12:00:00Z  " + ID + "  hello")
                .contains("function.error", "0.0000004 USD");
        assertThat(seen.err()).contains("--cursor c 1");
        var none =
                typed.lark(
                        "calls",
                        "hello",
                        "--failed",
                        "-n",
                        "5",
                        "--from",
                        "2026-11-23",
                        "--cursor",
                        "c 1");
        assertThat(none.err()).contains("There are none.");
        assertThat(typed.lark("calls", "--pipeline", "orders", "--json").out()).contains(ID);
        assertThat(typed.lark("calls", "--pipeline").exit()).isEqualTo(2);
        assertThat(typed.lark("calls", "-n", "101").exit()).isEqualTo(2);
    }

    private static String ended() {
        return """
        {"id":"%s","status":"failed","function":"hello","version":"3","source":"rest",
         "startedAt":"2026-11-23T12:00:00.123456Z","billedMs":3,
         "error":{"code":"function.error","message":"it \\u001b[2Jbroke"},
         "phases":{"queuedMs":0.1,"startMs":0,"initMs":0,"runMs":2.5},
         "price":{"amount":"0.0000004","currency":"USD"}}
        """
                .formatted(ID);
    }

    @Test
    void theResultIsTheFunctionsBytes() {
        byte[] picture = {(byte) 0xff, 0, 27, '['};
        platform.answers("GET " + CALL + "/result", 200, "image/jpeg", picture);

        assertThat(typed.lark("call", "result", ID).bytes()).isEqualTo(picture);
        assertThat(typed.lark("call", "result", ID, "--json").out()).contains("answerBase64");
    }

    @Test
    void aCallIsCancelled() {
        platform.json("DELETE " + CALL, "{\"id\":\"%s\",\"status\":\"cancelled\"}".formatted(ID));

        assertThat(typed.lark("call", "cancel", ID).out())
                .isEqualTo("Cancelled %s.\n".formatted(ID));
    }

    @Test
    void whatIsNoIdGoesNowhereAndAVerbIsNeeded() {
        assertThat(typed.lark("call", "status", "../account").exit()).isEqualTo(2);
        assertThat(typed.lark("call").exit()).isEqualTo(2);
        assertThat(platform.taken()).isEmpty();
    }
}
