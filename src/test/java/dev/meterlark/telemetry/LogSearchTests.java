package dev.meterlark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.invocation.CallLog;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

@Tag("database")
class LogSearchTests {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final ScratchDatabase database = new ScratchDatabase();
    private final StoredLogs logs =
            new StoredLogs(database.template(), database.client(), database.transactions());
    private final AccountId account = AccountId.random();
    private final FunctionId function = FunctionId.random();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void linesAreFoundNewestFirstAcrossPages() {
        List<CallLog> written = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        Random random = new Random(3);
        for (int call = 0; call < 60; call++) {
            var text = new StringBuilder();
            for (int line = 0; line < random.nextInt(9); line++) {
                boolean wanted = random.nextInt(3) == 0;
                String one = "call %d line %d %s".formatted(call, line, wanted ? "Needle" : "hay");
                text.append(one).append('\n');
                if (wanted) {
                    expected.addFirst(one);
                }
            }
            written.add(log(NOON.plusSeconds(call / 3), "1", text.toString()));
        }
        logs.add(written);

        assertThat(texts(all(search("needle", LogLevel.NONE, null, 7)))).isEqualTo(expected);
        assertThat(texts(all(search("NEEDLE", LogLevel.NONE, null, 1000)))).isEqualTo(expected);
        assertThat(texts(all(search("needles", LogLevel.NONE, null, 7)))).isEmpty();
    }

    @Test
    void aSearchThatHasNoMoreTimeSaysHowFarItCameAndGoesOn() {
        List<CallLog> written = new ArrayList<>();
        for (int call = 0; call < 250; call++) {
            written.add(log(NOON.plusSeconds(call), "1", call == 3 ? "needle" : "hay"));
        }
        logs.add(written);
        var hurried = search(Map.of("meterlark.telemetry.search-time", "1ns"));

        FoundLines first = hurried.find(account, function, wanted("needle", null, 10));

        assertThat(first.lines()).isEmpty();
        assertThat(first.searchedTo()).isEqualTo(NOON.plusSeconds(150));
        assertThat(
                        texts(
                                all(
                                        cursor ->
                                                hurried.find(
                                                        account,
                                                        function,
                                                        wanted("needle", cursor, 10)))))
                .containsExactly("needle");
    }

    @Test
    void levelVersionCallAndTimeNarrowIt() {
        CallLog bad = log(NOON, "1", "INFO begun\nERROR broke\n  at line 7\nINFO done");
        CallLog good = log(NOON.plusSeconds(60), "2", "INFO fine");
        CallLog silent = log(NOON.plusSeconds(120), "2", "fine");
        logs.add(List.of(bad, good, silent));

        assertThat(texts(all(search("", LogLevel.ERROR, null, 9))))
                .containsExactly("  at line 7", "ERROR broke");
        assertThat(texts(all(search("", LogLevel.INFO, "2", 9)))).containsExactly("INFO fine");
        assertThat(texts(find("", bad.invocation(), null, null)))
                .containsExactly("INFO done", "  at line 7", "ERROR broke", "INFO begun");
        assertThat(texts(find("fine", null, NOON.plusSeconds(60), NOON.plusSeconds(120))))
                .containsExactly("INFO fine");
        assertThat(texts(find("fine", null, NOON.plusSeconds(61), null))).containsExactly("fine");
    }

    @Test
    void theLinesOfACallAreThoseOfItsAttemptsPageByPage() {
        CallLog first = log(NOON, "1", "one\ntwo");
        CallLog second = again(first, NOON.plusSeconds(5), "three\nfour");
        logs.add(List.of(log(NOON, "1", "another"), first, second, log(NOON, "1", "one more")));
        InvocationId call = first.invocation();
        Pages pages =
                cursor ->
                        search(Map.of())
                                .find(
                                        account,
                                        null,
                                        new LogWanted(
                                                "",
                                                LogLevel.NONE,
                                                null,
                                                call,
                                                null,
                                                null,
                                                cursor,
                                                1));

        assertThat(texts(all(pages))).containsExactly("four", "three", "two", "one");
        assertThat(texts(find("", call, NOON.plusSeconds(1), null)))
                .containsExactly("four", "three");
        assertThat(texts(find("", call, null, NOON.plusSeconds(5)))).containsExactly("two", "one");
        var ofCall = new LogWanted("", LogLevel.NONE, null, call, null, null, null, 9);
        assertThat(search(Map.of()).find(account, FunctionId.random(), ofCall).lines()).isEmpty();
        assertThat(search(Map.of()).find(AccountId.random(), null, ofCall).lines()).isEmpty();
    }

    private static CallLog again(CallLog log, Instant at, String text) {
        return new CallLog(
                log.invocation(),
                2,
                log.account(),
                log.function(),
                log.functionName(),
                log.version(),
                at,
                text.getBytes(StandardCharsets.UTF_8),
                0);
    }

    @Test
    void logsFromBeforeLevelsWereNotedAreRead() {
        logs.add(List.of(log(NOON, "1", "ERROR broke")));
        database.client().sql("update call_log set level = null, version = null").update();

        assertThat(texts(all(search("", LogLevel.ERROR, null, 9)))).containsExactly("ERROR broke");
        assertThat(texts(all(search("", LogLevel.ERROR, "1", 9)))).isEmpty();
    }

    @Test
    void textThatIsNoAsciiIsFoundAndBytesThatAreNoTextAreShown() {
        byte[] odd = {'a', (byte) 0xfe, 'b'};
        logs.add(
                List.of(
                        log(NOON, "1", "Grüße, GRÜSSE, ÄPFEL"),
                        new CallLog(
                                InvocationId.at(NOON),
                                1,
                                account,
                                function,
                                "hello",
                                "1",
                                NOON,
                                odd,
                                0)));

        assertThat(texts(all(search("äpfel", LogLevel.NONE, null, 9)))).hasSize(1);
        assertThat(texts(all(search("b", LogLevel.NONE, null, 9)))).containsExactly("a\ufffdb");
    }

    @Test
    void linesOfAllFunctionsAreFoundTogether() {
        var other =
                new CallLog(
                        InvocationId.at(NOON),
                        1,
                        account,
                        FunctionId.random(),
                        "other",
                        "1",
                        NOON.plusSeconds(1),
                        "theirs".getBytes(StandardCharsets.UTF_8),
                        0);
        logs.add(List.of(log(NOON, "1", "mine"), other));

        List<LogLine> lines = search(Map.of()).find(account, null, LogWanted.newest(10)).lines();

        assertThat(texts(lines)).containsExactly("theirs", "mine");
        assertThat(lines.getFirst().functionName()).isEqualTo("other");
        assertThat(lines.getFirst().function()).isEqualTo(other.function());
    }

    @Test
    void anotherAccountFindsNothing() {
        logs.add(List.of(log(NOON, "1", "secret")));
        assertThat(search(Map.of()).find(AccountId.random(), null, LogWanted.newest(10)).lines())
                .isEmpty();

        assertThat(
                        search(Map.of())
                                .find(AccountId.random(), function, LogWanted.newest(10))
                                .lines())
                .isEmpty();
    }

    @Test
    void whatCannotBeAskedForIsRefusedWithItsValue() {
        assertThatThrownBy(() -> LogWanted.newest(1001))
                .hasMessage("limit must be between 1 and 1000, was: 1001");
        assertThatThrownBy(() -> wanted("x".repeat(201), null, 9))
                .hasMessage("text must have at most 200 characters, had: 201");
        assertThatThrownBy(() -> LogLevel.atLeast("loud"))
                .hasMessage("level must be debug, info, warn or error, was: loud");
        assertThatThrownBy(() -> find("", null, NOON, NOON))
                .hasMessageContaining("from must be before to");
        for (String wrong :
                List.of("!", "", "bm9uc2Vuc2U", LinePlace.newest(Instant.MAX).encoded())) {
            assertThatThrownBy(() -> search(Map.of()).find(account, function, wanted("", wrong, 9)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("cursor must be the nextCursor");
        }
    }

    private interface Pages {

        FoundLines page(@Nullable String cursor);
    }

    private static List<LogLine> all(Pages pages) {
        List<LogLine> lines = new ArrayList<>();
        String cursor = null;
        do {
            FoundLines page = pages.page(cursor);
            lines.addAll(page.lines());
            cursor = page.nextCursor();
        } while (cursor != null);
        return lines;
    }

    private Pages search(String text, LogLevel level, @Nullable String version, int limit) {
        return cursor ->
                search(Map.of())
                        .find(
                                account,
                                function,
                                new LogWanted(
                                        text, level, version, null, null, null, cursor, limit));
    }

    private List<LogLine> find(
            String text,
            @Nullable InvocationId call,
            @Nullable Instant from,
            @Nullable Instant to) {
        return search(Map.of())
                .find(
                        account,
                        function,
                        new LogWanted(text, LogLevel.NONE, null, call, from, to, null, 100))
                .lines();
    }

    private static LogWanted wanted(String text, @Nullable String cursor, int limit) {
        return new LogWanted(text, LogLevel.NONE, null, null, null, null, cursor, limit);
    }

    private LogSearch search(Map<String, String> settings) {
        return new LogSearch(
                logs,
                new Binder(new MapConfigurationPropertySource(settings))
                        .bindOrCreate("meterlark.telemetry", TelemetryProperties.class));
    }

    private CallLog log(Instant at, String version, String text) {
        return new CallLog(
                InvocationId.at(at),
                1,
                account,
                function,
                "hello",
                version,
                at,
                text.getBytes(StandardCharsets.UTF_8),
                0);
    }

    private static List<String> texts(List<LogLine> lines) {
        return lines.stream().map(LogLine::text).toList();
    }
}
