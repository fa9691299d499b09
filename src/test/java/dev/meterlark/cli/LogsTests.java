package dev.meterlark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

class LogsTests {

    private static final String STREAM = "text/event-stream";
    private static final String LOGS = "GET /functions/hello/logs";

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

    private static String item(String call, String text) {
        return """
        {"invocationId":"0199aaaa-0000-7000-8000-0000%s","attempt":1,"endedAt":"2026-11-24T00:01:02.345678Z",\
        "text":"%s","truncatedBytes":0}\
        """
                .formatted(call, text);
    }

    private static String event(String call, String text) {
        return "id:0199aaaa-0000-7000-8000-0000%s.1:9\nevent:log\ndata:%s\n\n"
                .formatted(call, item(call, text));
    }

    @Test
    void theOldestIsFirstAndEachLineSaysWhoseItIs() {
        platform.json(
                        LOGS + "?limit=20",
                        "{\"items\":[%s],\"nextCursor\":\"c\"}"
                                .formatted(item("bbbbbbbb", "later\\n")))
                .json(
                        LOGS + "?limit=19&cursor=c",
                        "{\"items\":[%s],\"nextCursor\":null}"
                                .formatted(item("aaaaaaaa", "one\\n\\u001b[2Jtwo\\n")));

        var seen = typed.lark("logs", "hello");

        assertThat(seen.exit()).isZero();
        assertThat(seen.out())
                .isEqualTo(
                        """
                        2026-11-24T00:01:02Z aaaaaaaa  one
                        2026-11-24T00:01:02Z aaaaaaaa  \\x1b[2Jtwo
                        2026-11-24T00:01:02Z bbbbbbbb  later
                        """);
    }

    @Test
    void withoutANameLinesSayWhichFunctionPrintedThem() {
        String named =
                item("bbbbbbbb", "b").replace("\"attempt\"", "\"function\":\"hello\",\"attempt\"");
        platform.json("GET /logs?limit=20", "{\"items\":[%s]}".formatted(named));

        assertThat(typed.lark("logs").out()).isEqualTo("2026-11-24T00:01:02Z hello bbbbbbbb  b\n");
    }

    @Test
    void asJsonEachCallIsALine() {
        platform.json(
                LOGS + "?limit=2",
                "{\"items\":[%s,%s]}".formatted(item("bbbbbbbb", "b"), item("aaaaaaaa", "a")));

        var lines = typed.lark("logs", "hello", "-n", "2", "--json").out().lines().toList();

        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).contains("\"text\":\"a\"");
    }

    @Test
    void aLiveLogGoesOnWhereItWasUntilThePlatformRefuses() {
        String live = LOGS + "?follow=true";
        platform.answers(
                        live,
                        200,
                        STREAM,
                        ":hello\n\n" + event("aaaaaaaa", "one") + "id:lost\nevent:log\n")
                .breaks(live)
                .refuses(live, 503, "platform.busy", "platform", "starting")
                .answers(
                        live,
                        200,
                        STREAM,
                        event("bbbbbbbb", "two")
                                + "event:end\ndata:{\"reason\":\"time-limit\"}\n\n")
                .refuses(live, 404, "not-found", "caller", "there is no function named hello");

        var seen = typed.lark("logs", "hello", "-f");

        assertThat(seen.exit()).isEqualTo(3);
        assertThat(seen.out().lines().map(line -> line.substring(21)))
                .containsExactly("aaaaaaaa  one", "bbbbbbbb  two");
        assertThat(platform.taken().stream().map(t -> t.header("Last-event-id")))
                .containsExactly(
                        "",
                        "0199aaaa-0000-7000-8000-0000aaaaaaaa.1:9",
                        "0199aaaa-0000-7000-8000-0000aaaaaaaa.1:9",
                        "0199aaaa-0000-7000-8000-0000aaaaaaaa.1:9",
                        "0199aaaa-0000-7000-8000-0000bbbbbbbb.1:9");
        assertThat(seen.err()).contains("trying again");
    }

    @Test
    void whatIsBothInThePastAndLiveIsPrintedOnce() {
        String live = LOGS + "?follow=true";
        platform.answers(live, 200, STREAM, event("aaaaaaaa", "one") + event("bbbbbbbb", "two"))
                .refuses(live, 404, "not-found", "caller", "gone")
                .json(LOGS + "?limit=5", "{\"items\":[%s]}".formatted(item("aaaaaaaa", "one")));

        var seen = typed.lark("logs", "hello", "-f", "-n", "5");

        assertThat(seen.out().lines().map(line -> line.substring(21)))
                .containsExactly("aaaaaaaa  one", "bbbbbbbb  two");
    }

    @Test
    void anUnknownFunctionIsTheCallersFault() {
        platform.refuses(LOGS + "?follow=true", 404, "not-found", "caller", "no function hello");

        assertThat(typed.lark("logs", "hello", "-f").exit()).isEqualTo(3);
    }

    @Test
    void linesAreFoundByWhatTheySayPageByPageAndShownOldestFirst() {
        String found =
                "{\"invocationId\":\"0199aaaa-0000-7000-8000-0000%s\",\"time\":\"2026-11-24T00:01:02.3Z\","
                    + "\"level\":\"error\",\"text\":\"%s\"}";
        String query = "?text=no+way&level=error&from=2026-11-24";
        platform.json(
                        LOGS + "/search" + query + "&limit=100",
                        "{\"items\":[%s],\"nextCursor\":\"c\"}"
                                .formatted(found.formatted("bbbbbbbb", "later")))
                .json(
                        LOGS + "/search" + query + "&limit=99&cursor=c",
                        "{\"items\":[%s],\"nextCursor\":null}"
                                .formatted(found.formatted("aaaaaaaa", "no \\u001b[2Jway")));

        String[] words = {"--text", "no way", "--level", "error", "--since", "2026-11-24"};
        var seen =
                typed.lark(
                        Stream.concat(Stream.of("logs", "hello"), Stream.of(words))
                                .toArray(String[]::new));

        assertThat(seen.out())
                .isEqualTo(
                        """
                        2026-11-24T00:01:02Z aaaaaaaa  no \\x1b[2Jway
                        2026-11-24T00:01:02Z bbbbbbbb  later
                        """);
        assertThat(typed.lark("logs", "hello", "-f", "--text", "x").err())
                .contains("a search finds what was");
    }

    @Test
    void whatCallsCameToIsATableOfTheStepsThatHadSome() {
        platform.json(
                "GET /functions/hello/metrics?from=2026-11-24&step=1h",
                """
                {"from": "2026-11-24T00:00:00Z", "to": "2026-11-25T00:00:00Z", "step": "1h", "points": [
                 {"at": "2026-11-24T00:00:00Z", "calls": 0, "errors": {"function": 0, "platform": 0},
                  "throttled": 0, "coldStarts": 0, "latencyMs": null, "maxConcurrency": 0},
                 {"at": "2026-11-24T01:00:00Z", "calls": 7, "errors": {"function": 2, "platform": 1},
                  "throttled": 3, "coldStarts": 1, "latencyMs": {"p50": 1.5, "p95": 7.9, "p99": 21.4},
                  "maxConcurrency": 4}]}
                """);

        var seen = typed.lark("metrics", "hello", "--from", "2026-11-24", "--step", "1h");

        assertThat(seen.exit()).as(seen.err()).isZero();
        assertThat(seen.out().lines())
                .hasSize(3)
                .last()
                .asString()
                .matches("2026-11-24T01:00:00Z +7 +2 +1 +3 +1 +1.5 +7.9 +21.4 +4");
        assertThat(typed.lark("metrics", "--version", "3").err())
                .contains("--version is about one function");
    }

    @Test
    void whatHappenedToATriggerIsATableOfTheStepsThatHadSome() {
        platform.json(
                "GET /triggers/t-1/metrics?from=2026-11-24",
                """
                {"from": "2026-11-24T00:00:00Z", "to": "2026-11-25T00:00:00Z", "step": "1h", "points": [
                 {"at": "2026-11-24T00:00:00Z", "events": 0, "filtered": 0, "failures": 0, "calls": 0,
                  "errors": 0, "lagMs": 0},
                 {"at": "2026-11-24T01:00:00Z", "events": 9, "filtered": 2, "failures": 1, "calls": 7,
                  "errors": 3, "lagMs": 40}]}
                """);

        var seen = typed.lark("metrics", "--trigger", "t-1", "--from", "2026-11-24");

        assertThat(seen.exit()).as(seen.err()).isZero();
        assertThat(seen.out().lines())
                .hasSize(2)
                .last()
                .asString()
                .matches("2026-11-24T01:00:00Z +9 +2 +1 +7 +3 +40");
        assertThat(typed.lark("metrics", "hello", "--trigger", "t-1").err())
                .contains("--trigger stands alone");
    }
}
