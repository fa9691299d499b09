package dev.meterlark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.invocation.CallLog;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

@Tag("database")
class LogWriterTests {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final ScratchDatabase database = new ScratchDatabase();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final StoredLogs logs =
            new StoredLogs(database.template(), database.client(), database.transactions());
    private final AccountId account = AccountId.random();
    private final LogWriter writer =
            writer(Map.of("meterlark.telemetry.log-bytes-per-call", "10B"));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void stoppingWritesWhatWaits() {
        for (int i = 0; i < 500; i++) {
            writer.accept(log(InvocationId.at(NOON), 5, 0));
        }

        writer.start();
        writer.stop();

        assertThat(database.count("call_log")).isEqualTo(500);
        assertThat(dropped()).isZero();
    }

    @Test
    void aLongLogKeepsItsBeginningAndSaysHowMuchIsMissing() {
        var id = InvocationId.at(NOON);
        writer.accept(log(id, 25, 100));

        writer.start();
        writer.stop();

        var kept = logs.find(account, id, 1).orElseThrow();
        assertThat(kept.bytes()).hasSize(10);
        assertThat(kept.truncatedBytes()).isEqualTo(115);
    }

    @Test
    void aCallThatPrintedNothingTakesNoRow() {
        writer.accept(log(InvocationId.at(NOON), 0, 0));

        writer.start();
        writer.stop();

        assertThat(database.count("call_log")).isZero();
    }

    @Test
    void whatADatabaseThatIsGoneCannotTakeIsCounted() {
        database.cut();
        writer.accept(log(InvocationId.at(NOON), 5, 0));

        writer.start();
        writer.stop();

        assertThat(dropped()).isEqualTo(1);
    }

    @Test
    void theNewestOfAnAccountAreFoundHoweverFarBackTheyLie() {
        var ids = List.of(InvocationId.at(NOON), InvocationId.at(NOON), InvocationId.at(NOON));
        ids.forEach(id -> writer.accept(log(id, 5, 0)));
        writer.start();
        writer.stop();
        place(ids.get(0), 7);
        place(ids.get(1), 400_000);
        place(ids.get(2), 90_000_000);

        assertThat(logs.before(account, null, Long.MAX_VALUE, 2))
                .extracting(StoredLog::position)
                .containsExactly(90_000_000L, 400_000L);
        assertThat(logs.before(account, null, 400_000, 2))
                .extracting(StoredLog::position)
                .containsExactly(7L);
        assertThat(logs.before(AccountId.random(), null, Long.MAX_VALUE, 2)).isEmpty();
    }

    private void place(InvocationId id, long position) {
        database.client()
                .sql("update call_log set position = ? where invocation_id = ?")
                .param(position)
                .param(id.value())
                .update();
    }

    private double dropped() {
        return metrics.counter("meterlark.telemetry.logs.dropped").count();
    }

    private LogWriter writer(Map<String, String> values) {
        var properties =
                new Binder(new MapConfigurationPropertySource(values))
                        .bindOrCreate("meterlark.telemetry", TelemetryProperties.class);
        var followers = new LogFollowers(logs, properties, InstantSource.fixed(NOON));
        return new LogWriter(properties, logs, followers, metrics);
    }

    private CallLog log(InvocationId id, int bytes, long truncated) {
        return new CallLog(
                id,
                1,
                account,
                FunctionId.random(),
                "hello",
                "1",
                NOON,
                new byte[bytes],
                truncated);
    }
}
