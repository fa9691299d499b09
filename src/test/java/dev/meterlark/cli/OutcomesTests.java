package dev.meterlark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What becomes of asynchronous calls, from the command line. */
class OutcomesTests {

    private static final String ASYNC =
            """
            {"name":"hello","maxRetries":2,"maxAge":21600,"resultKeptFor":86400,
             "onSuccess":{"type":"function","function":"audit","qualifier":"live"},
             "onFailure":%s}\
            """;

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
    void theSettingsAreATable() {
        platform.json("GET /functions/hello/async", ASYNC.formatted("null"));

        assertThat(typed.lark("async", "hello").out())
                .isEqualTo(
                        """
                        SETTING      VALUE
                        retries      2
                        max age      21600 s
                        result kept  86400 s
                        on success   function:audit:live
                        on failure   none
                        """);
    }

    @Test
    void whatIsNotGivenStaysAsItIs() {
        platform.json("GET /functions/hello/async", ASYNC.formatted("null"))
                .json(
                        "PUT /functions/hello/async",
                        ASYNC.formatted(
                                "{\"type\":\"webhook\",\"url\":\"https://hooks.example/a\"}"));

        var seen =
                typed.lark(
                        "async",
                        "hello",
                        "--retries",
                        "5",
                        "--on-failure",
                        "https://hooks.example/a");

        assertThat(seen.exit()).isZero();
        assertThat(seen.out()).contains("on failure   https://hooks.example/a");
        assertThat(Json.read(lastBody()).orElseThrow())
                .isEqualTo(
                        Json.read(
                                        """
                                        {"maxRetries":5,"maxAge":21600,"resultKeptFor":86400,
                                         "onSuccess":{"type":"function","function":"audit",
                                                      "qualifier":"live"},
                                         "onFailure":{"type":"webhook",
                                                      "url":"https://hooks.example/a"}}
                                        """
                                                .getBytes(StandardCharsets.UTF_8))
                                .orElseThrow());
    }

    @Test
    void aDestinationThatIsNoneIsNotSent() {
        var seen = typed.lark("async", "hello", "--on-failure", "mail:me");

        assertThat(seen.exit()).isEqualTo(2);
        assertThat(seen.err()).contains("was: mail:me");
    }

    @Test
    void aNewSecretIsShown() {
        platform.json(
                "POST /functions/hello/async/webhook-secret",
                "{\"secret\":\"whsec_abc\",\"previousUntil\":null}");

        assertThat(typed.lark("async", "hello", "--new-secret").out()).isEqualTo("whsec_abc\n");
    }

    @Test
    void deadLettersAreATable() {
        platform.json(
                "GET /functions/hello/dead-letters?limit=20&reason=refused",
                """
                {"items":[{"id":"0199","function":"hello","endedAt":"2026-11-24T00:00:00.5Z",
                 "reason":"refused","attempts":3,"errorType":"Oops"}],"nextCursor":null}
                """);

        assertThat(typed.lark("dead-letters", "hello", "--reason", "refused").out())
                .isEqualTo(
                        """
                        ID    FUNCTION  ENDED                 REASON   TRIES  ERROR  REPLAYED
                        0199  hello     2026-11-24T00:00:00Z  refused      3  Oops   no
                        """);
    }

    @Test
    void oneIsShownWithItsEvent() {
        platform.json(
                "GET /dead-letters/0199",
                "{\"function\":\"hello\",\"reason\":\"refused\",\"event\":{\"n\":1.50}}");

        assertThat(typed.lark("dead-letters", "--id", "0199").out()).isEqualTo("{\"n\":1.50}\n");
    }

    @Test
    void manyAreCountedBeforeTheyAreDeleted() {
        platform.json(
                        "GET /functions/hello/dead-letters/count?reason=refused",
                        "{\"letters\":3,\"replayed\":0,\"eventBytes\":2048,\"to\":\"2026-11-24T00:00:00Z\"}")
                .json("POST /functions/hello/dead-letters/delete", "{\"deleted\":3,\"left\":0}");
        String[] wish = {"dead-letters", "hello", "--reason", "refused", "--delete-all"};

        assertThat(typed.lark(wish).exit()).isEqualTo(2);
        assertThat(typed.lark(wish).err())
                .contains("3 dead letters would be deleted, with 2.0 KiB", "--yes");
        assertThat(
                        typed.lark(
                                        "dead-letters",
                                        "hello",
                                        "--reason",
                                        "refused",
                                        "--delete-all",
                                        "--yes")
                                .out())
                .isEqualTo("Deleted 3.\n");
    }

    @Test
    void aReplayOfManyIsWaitedFor() {
        String replay =
                "{\"id\":\"r1\",\"status\":\"%s\",\"letters\":3,\"replayed\":%d,\"refused\":0,"
                        + "\"trouble\":\"\"}";
        platform.json("POST /functions/hello/dead-letters/replay", replay.formatted("running", 0))
                .json("GET /replays/r1", replay.formatted("done", 3));

        assertThat(typed.lark("replay", "--all", "hello", "--limit", "3").out())
                .isEqualTo("Replayed 3 of 3; 0 cannot be run again.\n");
    }

    @Test
    void oneIsReplayedAndItsNewIdShown() {
        platform.json("POST /invocations/0199/replay", "{\"id\":\"0200\",\"status\":\"queued\"}");

        assertThat(typed.lark("replay", "0199").out()).isEqualTo("0200\n");
        assertThat(typed.lark("replay").exit()).isEqualTo(2);
    }

    private byte[] lastBody() {
        return platform.taken().getLast().body();
    }
}
