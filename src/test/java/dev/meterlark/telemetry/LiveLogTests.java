package dev.meterlark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.invocation.CallLog;
import dev.meterlark.invocation.LogSink;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

@LedgerSliceTest
class LiveLogTests {

    private static final String PATH = "/api/v1/functions/hello/logs?follow=true";

    @Autowired private LogSink sink;
    @Autowired private LedgerSlice.Names names;
    @Autowired private LedgerSlice.Clock clock;
    @Autowired private LogFollowers followers;
    @Autowired private Calls calls;
    @LocalServerPort private int port;

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
    void whatACallPrintsArrivesWhileOneReads() throws Exception {
        print("before anybody read");
        try (var events = http.follow(PATH, null)) {
            assertThat(events.response().headers().firstValue("content-type"))
                    .hasValueSatisfying(t -> assertThat(t).startsWith("text/event-stream"));

            var id = print("first\nsecond\n");

            var event = events.next();
            assertThat(event.name()).isEqualTo("log");
            assertThat(event.id()).isEqualTo(id + ".1:13");
            JsonNode data = json(event);
            assertThat(data.get("text").asString()).isEqualTo("first\nsecond\n");
            assertThat(data.get("invocationId").asString()).isEqualTo(id.toString());
            assertThat(data.get("endedAt").asString()).isEqualTo(clock.instant().toString());
        }
    }

    @Test
    void theLogsOfAllFunctionsAreFollowedTogether() throws Exception {
        try (var events = http.follow("/api/v1/logs?follow=true", null)) {
            assertThat(http.get("/api/v1/logs?follow=true").body()).contains("does not end");
            print("of one");
            function = names.add(account, "other");
            print("of another");

            assertThat(text(events.next())).isEqualTo("of one");
            assertThat(text(events.next())).isEqualTo("of another");
        }
    }

    @Test
    void aReaderGoesOnAfterTheLastEventItHasAndMissesNothing() throws Exception {
        List<String> seen = new ArrayList<>();
        String last;
        try (var events = http.follow(PATH, null)) {
            print("one");
            print("two");
            seen.add(text(events.next()));
            var event = events.next();
            seen.add(text(event));
            last = event.id();
        }
        print("three");
        print("four");
        try (var events = http.follow(PATH, last)) {
            seen.add(text(events.next()));
            seen.add(text(events.next()));
            print("five");
            seen.add(text(events.next()));
        }

        assertThat(seen).containsExactly("one", "two", "three", "four", "five");
    }

    @Test
    void aLogThatWasHalfReadGoesOnAtItsOffset() throws Exception {
        String text = ("a line that takes some room: ä\n").repeat(1600);
        StringBuilder seen = new StringBuilder();
        String last;
        try (var events = http.follow(PATH, null)) {
            print(text);
            var event = events.next();
            seen.append(text(event));
            last = event.id();
        }
        assertThat(seen).hasSizeLessThan(text.length()).endsWith("\n");

        try (var events = http.follow(PATH, last)) {
            while (seen.length() < text.length()) {
                seen.append(text(events.next()));
            }
        }

        assertThat(seen).hasToString(text);
    }

    @Test
    void whoShowsWhatThereIsFollowsFromThereOn() throws Exception {
        assertThat(followers.newest(account, function)).isNull();
        var shown = print("shown");
        String newest = followers.newest(account, function);
        print("printed before the stream began");

        assertThat(newest).isEqualTo(shown + ".1:5");
        assertThat(followers.newest(account, null)).isNotNull().isNotEqualTo(newest);
        try (var events = http.follow(PATH, newest)) {
            assertThat(text(events.next())).isEqualTo("printed before the stream began");
        }
    }

    @Test
    void silenceIsBrokenByAComment() throws Exception {
        try (var events = http.follow(PATH, null)) {
            assertThat(events.line()).startsWith(":");
        }
    }

    @Test
    void aReaderThatLeavesIsForgotten() throws Exception {
        try (var events = http.follow(PATH, null)) {
            assertThat(followers.count(account)).isEqualTo(1);
            assertThat(events.status()).isEqualTo(200);
        }

        await(() -> followers.count(account) == 0);
    }

    @Test
    void oneReaderTooManyIsRefusedAndAnotherAccountsIsNot() throws Exception {
        var neighbour = AccountId.random();
        names.add(neighbour, "hello");
        try (var _ = http.follow(PATH, null);
                var _ = http.follow(PATH, null)) {
            var third = http.get(PATH);

            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(third.body()).contains("follow 2 logs at once");
            try (var other = new Http(port, neighbour).follow(PATH, null)) {
                assertThat(other.status()).isEqualTo(200);
            }
        }
        await(() -> followers.count(account) == 0);
        try (var again = http.follow(PATH, null)) {
            assertThat(again.status()).isEqualTo(200);
        }
    }

    @Test
    void aLiveLogEndsAfterItsTimeAndSaysSo() throws Exception {
        try (var events = http.follow(PATH, null)) {
            clock.forward(Duration.ofMinutes(10));

            var event = events.next();
            assertThat(event.name()).isEqualTo("end");
            assertThat(event.data()).isEqualTo("{\"reason\":\"time-limit\"}");
            assertThat(events.isClosedBySender()).isTrue();
        }
        await(() -> followers.count(account) == 0);
    }

    @Test
    void anotherAccountsLogIsTheSame404AsNone() {
        var stranger = new Http(port, AccountId.random());

        var foreign = stranger.get(PATH);

        names.remove(account, "hello");
        var missing = http.get(PATH);
        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(foreign.body()).isEqualTo(missing.body());
    }

    @Test
    void aLastEventIdThatIsNoneIsRefusedWithItsValue() throws Exception {
        try (var events = http.follow(PATH, "yesterday")) {
            assertThat(events.status()).isEqualTo(400);
            assertThat(events.line())
                    .contains(
                            "Last-Event-ID must be the id of an event of this stream, was:"
                                    + " yesterday");
        }
    }

    private InvocationId print(String text) {
        var id = InvocationId.at(clock.instant());
        sink.accept(
                new CallLog(
                        id,
                        1,
                        account,
                        function,
                        "hello",
                        "$LATEST",
                        clock.instant(),
                        text.getBytes(StandardCharsets.UTF_8),
                        0));
        await(() -> calls.log(account, id, 1).isPresent());
        return id;
    }

    private static String text(Http.Events.Event event) {
        return json(event).get("text").asString();
    }

    private static JsonNode json(Http.Events.Event event) {
        return Objects.requireNonNull(JsonMapper.shared().readTree(event.data()));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the condition did not come true");
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }
}
