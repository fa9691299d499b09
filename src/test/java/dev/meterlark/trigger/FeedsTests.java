package dev.meterlark.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.platform.DatabaseClock;
import dev.meterlark.platform.Leases;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ResolvableType;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Two nodes on one database that reach for the same trigger. */
@Tag("database")
class FeedsTests {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Instant NOW = Instant.parse("2026-11-26T01:00:00Z");
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final TriggerProperties PROPERTIES =
            new Binder(
                            new MapConfigurationPropertySource(
                                    Map.of(
                                            "meterlark.triggers.look-every", "100ms",
                                            "meterlark.triggers.lease", "1s",
                                            "meterlark.triggers.first-retry", "10ms",
                                            "meterlark.triggers.longest-retry", "50ms")))
                    .bindOrCreate("meterlark.triggers", TriggerProperties.class);

    private final ScratchDatabase database = new ScratchDatabase();
    private final TriggerRows rows = new TriggerRows(database.client(), JSON);
    private final Node one = new Node();
    private final Node other = new Node();
    private TriggerRow row;

    /** The kind's record has nothing to say. */
    record Nothing() {}

    /** What one node does with triggers; one that fails says so instead. */
    private final class Node implements TriggerKind<Nothing>, Feed<Nothing>, TriggerReport {

        private final List<Long> epochs = new CopyOnWriteArrayList<>();
        private final List<String> failures = new CopyOnWriteArrayList<>();
        private final Feeds feeds;
        private volatile boolean fails;

        private Node() {
            var beans = new StaticListableBeanFactory();
            beans.addBean("kind", this);
            Leases leases =
                    new Leases(
                            database.template(),
                            database.transactions(),
                            new DatabaseClock(database.template()));
            Kinds kinds =
                    new Kinds(
                            beans.getBeanProvider(ResolvableType.forClass(TriggerKind.class)),
                            JSON);
            feeds = new Feeds(rows, kinds, leases, this, PROPERTIES, new SimpleMeterRegistry());
        }

        @Override
        public void feed(Trigger<Nothing> trigger, Ownership ownership)
                throws InterruptedException {
            if (fails) {
                throw new RefusedException(ErrorCode.CONFLICT, "the other side is gone");
            }
            epochs.add(ownership.epoch());
            while (ownership.pause(LONG)) {}
            epochs.remove(ownership.epoch());
        }

        @Override
        public String type() {
            return "smoke";
        }

        @Override
        public Class<Nothing> configuration() {
            return Nothing.class;
        }

        @Override
        public Nothing checked(Trigger<Nothing> wanted) {
            return wanted.configuration();
        }

        @Override
        public Capabilities capabilities() {
            return Capabilities.STREAM;
        }

        @Override
        public JsonNode sample(Trigger<Nothing> trigger) {
            return JSON.createObjectNode();
        }

        @Override
        public Feed<Nothing> feed() {
            return this;
        }

        @Override
        public void seen(Trigger<?> trigger, int events, Instant newest) {}

        @Override
        public void behind(Trigger<?> trigger, Instant happened) {}

        @Override
        public void filtered(Trigger<?> trigger, int events) {}

        @Override
        public void failed(Trigger<?> trigger, String forPeople) {
            failures.add(forPeople);
        }
    }

    @BeforeEach
    void aTrigger() {
        AccountId account = database.newAccount();
        row =
                new TriggerRow(
                        TriggerId.random(),
                        account,
                        "smoke",
                        TargetKind.FUNCTION,
                        FunctionRef.latest("alarm"),
                        null,
                        "{}",
                        Reception.PLAIN,
                        TriggerState.ENABLED,
                        null,
                        1,
                        NOW,
                        NOW);
        rows.insert(row);
    }

    @AfterEach
    void stop() throws InterruptedException {
        one.feeds.close();
        other.feeds.close();
        database.close();
    }

    @Test
    void oneNodeAtATimeWorksForATriggerAndASilentOneLosesIt() {
        one.feeds.look();
        await().atMost(LONG).until(() -> one.epochs.size() == 1);
        long first = one.epochs.getFirst();
        other.feeds.look();
        assertThat(other.epochs).isEmpty();

        await().atMost(LONG)
                .until(
                        () -> {
                            other.feeds.look(); // the first node does not, as if it was dead
                            return other.epochs.size() == 1;
                        });

        assertThat(other.epochs.getFirst()).isGreaterThan(first);
        await().atMost(LONG).until(one.epochs::isEmpty);
    }

    @Test
    void whatIsPausedIsLetGo() {
        one.feeds.look();
        await().atMost(LONG).until(() -> one.epochs.size() == 1);

        assertThat(rows.update(row, row.in(TriggerState.PAUSED, "by a test", NOW))).isTrue();
        one.feeds.look();

        await().atMost(LONG).until(one.epochs::isEmpty);
        one.feeds.look();
        other.feeds.look();
        assertThat(other.epochs).isEmpty();
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void oneThatFailsIsRunAgainAndSaysWhyButOnceInTheLog(CapturedOutput output) {
        one.fails = true;
        one.feeds.look();

        await().atMost(LONG).until(() -> one.failures.size() >= 2);
        assertThat(one.failures).containsOnly("the other side is gone");
        assertThat(output.getOut().lines().filter(line -> line.contains("other side is gone")))
                .singleElement()
                .asString()
                .contains(row.id().toString(), "is tried until it does");
        assertThat(output.getOut()).doesNotContain("RefusedException");
        one.fails = false;
        await().atMost(LONG)
                .until(
                        () -> {
                            one.feeds.look();
                            return !one.epochs.isEmpty();
                        });
    }
}
