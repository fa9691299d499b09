package dev.meterlark.telemetry.content;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.invocation.CallContent;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.metering.SampleRecords;
import dev.meterlark.metering.ScratchLedger;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.telemetry.Retention.Kept;
import dev.meterlark.telemetry.SampleKeeping;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

@Tag("database")
class KeptContentsTests {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final ScratchDatabase database = new ScratchDatabase();
    private final ContentProperties properties =
            new Binder(
                            new MapConfigurationPropertySource(
                                    Map.of(
                                            "meterlark.telemetry.content.bytes-each", "10B",
                                            "meterlark.telemetry.content.per-second", "3",
                                            "meterlark.telemetry.content.bytes-per-account",
                                                    "2000B")))
                    .bindOrCreate("meterlark.telemetry.content", ContentProperties.class);
    private final ContentRows rows =
            new ContentRows(database.template(), database.client(), database.transactions());
    private final List<String> audit = new ArrayList<>();
    private final ContentSettings settings =
            new ContentSettings(
                    database.client(),
                    rows,
                    (_, action, _, _) -> audit.add(action),
                    properties,
                    database.transactions(),
                    InstantSource.fixed(NOON));
    private final Map<AccountId, Kept> planned = new HashMap<>();
    private final ScratchLedger ledger = new ScratchLedger(database);
    private final KeptContents contents =
            new KeptContents(
                    rows,
                    ledger.attempts(),
                    properties,
                    SampleKeeping.of(planned),
                    InstantSource.fixed(NOON));
    private final ContentWriter writer =
            new ContentWriter(rows, settings, properties, new SimpleMeterRegistry());
    private final AccountId account = AccountId.random();
    private final FunctionId function = FunctionId.random();
    private final Caller caller = new Caller(account, "acme", "000000000001", "key:1", Set.of());

    @BeforeEach
    void start() {
        writer.start();
    }

    @AfterEach
    void close() {
        writer.stop();
        database.close();
    }

    @Test
    void aShortEventIsKeptWholeAndOfALongOneTheBeginning() {
        InvocationId id = hand(NOON, "{\"a\": 1}", "0123456789abc");
        writer.stop();

        KeptContent kept = contents.of(account, id, 1).orElseThrow();
        assertThat(new String(kept.event(), UTF_8)).isEqualTo("{\"a\": 1}");
        assertThat(kept.wholeEvent()).isTrue();
        assertThat(new String(kept.answer(), UTF_8)).isEqualTo("0123456789");
        assertThat(kept.answerBytes()).isEqualTo(13);
        assertThat(kept.wholeAnswer()).isFalse();
    }

    @Test
    void anotherAccountHasNone() {
        InvocationId id = hand(NOON, "{}", null);
        writer.stop();

        assertThat(contents.of(AccountId.random(), id, 1)).isEmpty();
    }

    @Test
    void ofABusyFunctionAFewAreKeptInEachSecond() {
        for (int i = 0; i < 10; i++) {
            hand(NOON.plusMillis(i), "{}", null);
        }
        writer.stop();

        assertThat(database.count("call_content")).isEqualTo(3);
    }

    @Test
    void whoWantsNoneHasNoneAndWhatWasThereIsGone() {
        hand(NOON, "{}", null);
        writer.stop();
        writer.start();

        assertThat(settings.keep(caller, false)).isTrue();
        hand(NOON.plusSeconds(1), "{}", null);
        writer.stop();

        assertThat(database.count("call_content")).isZero();
        assertThat(settings.isKept(account)).isFalse();
        assertThat(audit).containsExactly("call-content.not-kept");
    }

    @Test
    void saidTwiceItIsDoneOnce() {
        settings.keep(caller, false);
        settings.keep(caller, false);

        assertThat(settings.keep(caller, true)).isTrue();
        assertThat(settings.isKept(account)).isTrue();
        assertThat(audit).containsExactly("call-content.not-kept", "call-content.kept");
    }

    @Test
    void anotherNodeThatWroteMeanwhileDeletesItWhenItHears() {
        var other =
                new ContentSettings(
                        database.client(),
                        rows,
                        (_, _, _, _) -> {},
                        properties,
                        database.transactions(),
                        InstantSource.fixed(NOON));
        other.keep(caller, false);
        hand(NOON, "{}", null);
        writer.stop();
        assertThat(database.count("call_content")).isEqualTo(1);

        settings.learn();

        assertThat(database.count("call_content")).isZero();
    }

    @Test
    void whatIsTooOldOrTooMuchGoesTheOldestFirst() {
        InvocationId old = hand(NOON.minus(Duration.ofDays(8)), "{}", null);
        InvocationId young = hand(NOON, "{}", null);
        for (int i = 1; i < 150; i++) {
            hand(NOON.plusSeconds(i), "0123456789", "0123456789");
        }
        writer.stop();

        contents.sweep(NOON.plusSeconds(200));

        assertThat(contents.of(account, old, 1)).isEmpty();
        assertThat(contents.of(account, young, 1)).isEmpty();
        assertThat(database.count("call_content")).isBetween(50L, 100L);
    }

    @Test
    void noneStaysLongerThanTheAccountsPlanSays() {
        planned.put(account, new Kept(null, null, Duration.ofDays(1)));
        InvocationId old = hand(NOON.minus(Duration.ofDays(1)).minusSeconds(1), "{}", null);
        InvocationId young = hand(NOON.minus(Duration.ofDays(1)), "{}", null);
        writer.stop();

        contents.sweep(NOON);

        assertThat(contents.of(account, old, 1)).isEmpty();
        assertThat(contents.of(account, young, 1)).isPresent();
        assertThat(contents.keptFor(account)).isEqualTo(Duration.ofDays(1));
        assertThat(contents.keptFor(AccountId.random())).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void theEventOfACallIsFoundForWhoeverReplaysIt() {
        InvocationRecord record = new SampleRecords(7).succeeded(account, function, NOON);
        ledger.accept(List.of(record));
        writer.accept(content(record.invocation(), NOON, "{\"a\": 1}", null));
        writer.stop();

        var event = contents.find(account, record.invocation()).orElseThrow();

        assertThat(new String(event.payload(), UTF_8)).isEqualTo("{\"a\": 1}");
        assertThat(event.functionName()).isEqualTo(record.functionName());
        assertThat(event.whole()).isTrue();
        assertThat(contents.find(AccountId.random(), record.invocation())).isEmpty();
    }

    private InvocationId hand(Instant at, String event, @Nullable String answer) {
        InvocationId id = InvocationId.at(at);
        writer.accept(content(id, at, event, answer));
        return id;
    }

    private CallContent content(
            InvocationId id, Instant at, String event, @Nullable String answer) {
        return new CallContent(
                id,
                1,
                account,
                function,
                at,
                false,
                event.getBytes(UTF_8),
                "application/json",
                answer == null ? null : answer.getBytes(UTF_8),
                answer == null ? null : "text/plain");
    }
}
