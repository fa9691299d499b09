package dev.meterlark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.invocation.CallLog;
import dev.meterlark.invocation.RecordSink;
import dev.meterlark.metering.Made;
import dev.meterlark.metering.SampleRecords;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

@LedgerSliceTest
class CallRoutesTests {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Autowired private List<RecordSink> sinks;
    @Autowired private StoredLogs logs;
    @Autowired private LedgerSlice.Names names;
    @LocalServerPort private int port;

    private final SampleRecords samples = new SampleRecords(UUID.randomUUID().hashCode());
    private AccountId account = AccountId.random();
    private FunctionId function = FunctionId.random();
    private Http http = new Http(0, account);

    @BeforeEach
    void aFunction() {
        account = AccountId.random();
        function = names.add(account, "hello");
        http = new Http(port, account);
    }

    @Test
    void historyShowsPhasesPriceAndEnding() {
        var row = samples.failed(account, function, NOON, ErrorCode.FUNCTION_ERROR);
        sinks.forEach(s -> s.accept(List.of(row)));

        var item = json("/api/v1/functions/hello/invocations").get("items").get(0);

        assertThat(item.get("id").asString()).isEqualTo(row.invocation().toString());
        assertThat(item.get("attempt").asInt()).isEqualTo(1);
        assertThat(item.get("status").asString()).isEqualTo("failed");
        assertThat(item.get("error").get("code").asString()).isEqualTo("function.error");
        assertThat(item.get("error").get("message").asString()).isEqualTo("it broke");
        assertThat(item.get("startedAt").asString()).isEqualTo("2026-11-23T12:00:00Z");
        assertThat(item.get("phases").get("runMs").decimalValue())
                .isEqualByComparingTo(BigDecimal.valueOf(row.runMicros(), 3));
        assertThat(item.get("price").get("amount").asString()).isEqualTo(row.price().plainAmount());
        assertThat(item.get("price").get("currency").asString()).isEqualTo("USD");
        assertThat(item.get("coldStart").asBoolean()).isEqualTo(row.cold());
        assertThat(item.get("memoryMb").asInt()).isEqualTo(row.memoryMiB());
        assertThat(item.has("log")).isFalse();
    }

    @Test
    void pagesFollowTheCursorToTheEnd() {
        var rows = samples.any(25, account, List.of(function), NOON, NOON.plusSeconds(60));
        sinks.forEach(s -> s.accept(rows));

        var first = json("/api/v1/functions/hello/invocations?limit=20");
        var second =
                json(
                        "/api/v1/functions/hello/invocations?limit=20&cursor="
                                + first.get("nextCursor").asString());

        assertThat(first.get("items")).hasSize(20);
        assertThat(second.get("items")).hasSize(5);
        assertThat(second.get("nextCursor").isNull()).isTrue();
    }

    @Test
    void callsOfATimeAreThoseThatBeganWithinIt() {
        for (int minute = 0; minute < 4; minute++) {
            var row = samples.succeeded(account, function, NOON.plusSeconds(60L * minute));
            sinks.forEach(s -> s.accept(List.of(row)));
        }
        String within = "from=2026-11-23T12:01:00Z&to=2026-11-23T12:03:00Z";

        for (String of : List.of("/api/v1/functions/hello", "/api/v1")) {
            var newest = json(of + "/invocations?limit=1&" + within);
            String cursor = newest.get("nextCursor").asString();
            var older = json(of + "/invocations?limit=1&" + within + "&cursor=" + cursor);
            assertThat(starts(newest)).containsExactly("2026-11-23T12:02:00Z");
            assertThat(starts(older)).containsExactly("2026-11-23T12:01:00Z");
            assertThat(older.get("nextCursor").isNull()).isTrue();
            assertThat(starts(json(of + "/invocations?to=2026-11-23"))).isEmpty();
        }
    }

    @Test
    void callsAreChosenByVersionAliasSourceAndTrigger() {
        UUID trigger = UUID.randomUUID();
        var made = new Made("7", "live", "queue", trigger);
        var row = SampleRecords.made(samples.succeeded(account, function, NOON), made);
        var other = samples.succeeded(account, function, NOON.plusSeconds(1));
        sinks.forEach(s -> s.accept(List.of(row, other)));

        for (String of : List.of("/api/v1/functions/hello", "/api/v1")) {
            for (String query :
                    List.of(
                            "qualifier=7",
                            "qualifier=live",
                            "source=queue",
                            "trigger=" + trigger,
                            "qualifier=7&status=succeeded&from=2026-11-23&trigger=" + trigger)) {
                assertThat(starts(json(of + "/invocations?" + query)))
                        .as(query)
                        .containsExactly("2026-11-23T12:00:00Z");
            }
            assertThat(json(of + "/invocations?qualifier=7&source=rest").get("items")).isEmpty();
            for (String wrong : List.of("qualifier=a%20b", "source=HTTP", "trigger=7")) {
                assertThat(http.get(of + "/invocations?" + wrong).statusCode()).isEqualTo(400);
            }
        }
    }

    @Test
    void everyAttemptOfACallIsShown() {
        var first = samples.failed(account, function, NOON, ErrorCode.FUNCTION_ERROR);
        var second = SampleRecords.again(first, 2);
        sinks.forEach(s -> s.accept(List.of(first, second)));
        String path = "/api/v1/invocations/" + first.invocation();

        assertThat(json(path + "/attempts").get("items").values())
                .extracting(item -> item.get("attempt").asInt())
                .containsExactly(1, 2);
        assertThat(json(path).get("attempt").asInt()).isEqualTo(2);
        assertThat(json(path + "?attempt=1").get("attempt").asInt()).isEqualTo(1);
        assertThat(json(path + "/content?attempt=1").get("attempt").asInt()).isEqualTo(1);
        assertThat(http.get(path + "?attempt=3").statusCode()).isEqualTo(404);
        assertThat(http.get(path + "/content?attempt=3").statusCode()).isEqualTo(404);
        assertThat(json(path + "/calls?attempt=1").get("items")).isEmpty();
        assertThat(http.get(path + "/calls?attempt=3").statusCode()).isEqualTo(404);
        var stranger = new Http(port, AccountId.random());
        assertThat(stranger.get(path + "/attempts").statusCode()).isEqualTo(404);
        assertThat(stranger.get(path + "?attempt=1").statusCode()).isEqualTo(404);
    }

    @Test
    void oneCallIsShownWithItsLog() {
        var row = samples.succeeded(account, function, NOON);
        sinks.forEach(s -> s.accept(List.of(row)));
        byte[] text = {'h', 'i', (byte) 0xfe, '\n'};
        logs.add(
                List.of(
                        new CallLog(
                                row.invocation(),
                                1,
                                account,
                                function,
                                "hello",
                                "1",
                                NOON,
                                text,
                                9)));

        var call = json("/api/v1/invocations/" + row.invocation());

        assertThat(call.get("status").asString()).isEqualTo("succeeded");
        assertThat(call.has("error")).isFalse();
        assertThat(call.get("log").asString()).isEqualTo("hi\ufffd\n");
        assertThat(call.get("logTruncatedBytes").asLong()).isEqualTo(9);
    }

    @Test
    void anotherAccountsCallIsTheSame404AsNone() {
        var row = samples.succeeded(account, function, NOON);
        sinks.forEach(s -> s.accept(List.of(row)));
        var path = "/api/v1/invocations/" + row.invocation();

        var foreign = new Http(port, AccountId.random()).get(path);
        var unknown = UUID.randomUUID();
        var missing = http.get("/api/v1/invocations/" + unknown);

        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(foreign.body().replace(row.invocation().toString(), "ID"))
                .isEqualTo(missing.body().replace(unknown.toString(), "ID"));
        assertThat(http.get("/api/v1/invocations/no-id").statusCode()).isEqualTo(404);
    }

    @Test
    void aDeletedFunctionsHistoryIsReachedByIdOnly() {
        var row = samples.succeeded(account, function, NOON);
        sinks.forEach(s -> s.accept(List.of(row)));

        names.remove(account, "hello");
        assertThat(http.get("/api/v1/functions/hello/invocations").statusCode()).isEqualTo(404);
        assertThat(http.get("/api/v1/functions/hello/logs").statusCode()).isEqualTo(404);
        assertThat(http.get("/api/v1/invocations/" + row.invocation()).statusCode()).isEqualTo(200);

        names.add(account, "hello");
        assertThat(json("/api/v1/functions/hello/invocations").get("items")).isEmpty();
    }

    @Test
    void aWrongQueryIsRefusedWithItsValue() {
        assertRefused("?status=odd", "status must be succeeded or failed, was: odd");
        assertRefused("?limit=0", "limit must be between 1 and 100, was: 0");
        assertRefused("?from=odd", "from must be a date such as 2026-11-01");
        assertRefused("?from=2026-11-02&to=2026-11-02", "from must be before to");
        assertRefused("?cursor=odd", "cursor must be the nextCursor of the page before, was: odd");
    }

    @Test
    void logsAreListedNewestFirst() {
        for (int i = 0; i < 3; i++) {
            var row = samples.succeeded(account, function, NOON);
            logs.add(
                    List.of(
                            new CallLog(
                                    row.invocation(),
                                    1,
                                    account,
                                    function,
                                    "hello",
                                    "1",
                                    NOON,
                                    new byte[] {(byte) ('0' + i)},
                                    0)));
        }

        var page = json("/api/v1/functions/hello/logs?limit=2");
        var rest =
                json(
                        "/api/v1/functions/hello/logs?follow=false&limit=2&cursor="
                                + page.get("nextCursor").asString());

        assertThat(page.get("items").values().stream().map(i -> i.get("text").asString()))
                .containsExactly("2", "1");
        assertThat(rest.get("items").values().stream().map(i -> i.get("text").asString()))
                .containsExactly("0");
        assertThat(json("/api/v1/logs?limit=2").get("items").values())
                .extracting(i -> i.get("function").asString() + i.get("text").asString())
                .containsExactly("hello2", "hello1");
        var stranger = new Http(port, AccountId.random());
        assertThat(stranger.get("/api/v1/logs").body()).contains("\"items\":[]");
    }

    private static List<String> starts(JsonNode page) {
        return page.get("items").values().stream()
                .map(item -> item.get("startedAt").asString())
                .toList();
    }

    private void assertRefused(String query, String message) {
        var answer = http.get("/api/v1/functions/hello/invocations" + query);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(message);
    }

    private JsonNode json(String path) {
        var answer = http.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Objects.requireNonNull(JsonMapper.shared().readTree(answer.body()));
    }
}
