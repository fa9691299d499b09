package dev.meterlark.trigger.kafka;

import static org.awaitility.Awaitility.await;

import dev.meterlark.ManualClock;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.network.AddressPolicy;
import dev.meterlark.network.NameLookup;
import dev.meterlark.network.Names;
import dev.meterlark.network.Opening;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.trigger.Ownership;
import dev.meterlark.trigger.Reception;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerId;
import dev.meterlark.trigger.TriggerReport;
import dev.meterlark.trigger.TriggerState;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A trigger's feed that runs, until it is stopped or fails. */
final class RunningReader implements AutoCloseable {

    private final Held held = new Held();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    final List<String> told = new ArrayList<>();

    private static final class Held implements Ownership {

        private final CompletableFuture<Boolean> lost = new CompletableFuture<>();

        @Override
        public boolean isHeld() {
            return !lost.isDone();
        }

        @Override
        public long epoch() {
            return 1;
        }

        @Override
        public boolean guard() {
            return isHeld();
        }

        @Override
        public void whenLost(Runnable then) {
            lost.thenRun(then);
        }

        @Override
        public boolean pause(Duration longest) throws InterruptedException {
            try {
                return !lost.get(longest.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                return true;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** What a reader reads with; may be changed before it begins. */
    static final class Wish {

        final TriggerId id = new TriggerId(UUID.randomUUID());
        final ScratchDatabase database;
        final KafkaRows rows;
        final AccountId account;
        KafkaTrigger asked;
        @Nullable String password;
        int batchSize = 100;
        List<String> openings;
        Map<String, String> settings = Map.of();

        Wish(ScratchDatabase database, KafkaTrigger asked, String opening) {
            this.database = database;
            this.asked = asked;
            this.openings = List.of(opening);
            this.rows =
                    new KafkaRows(
                            database.client(),
                            database.transactions(),
                            new ManualClock(),
                            JsonMapper.shared());
            this.account = database.newAccount();
            rows.insert(account, id);
        }

        RunningReader begin(FakeHandover handover) {
            return new RunningReader(this, handover);
        }
    }

    private RunningReader(Wish wish, FakeHandover handover) {
        KafkaProperties properties = properties(wish.settings);
        var trigger =
                new Trigger<>(
                        wish.id,
                        wish.account,
                        FunctionRef.latest("reads"),
                        "kafka",
                        wish.asked,
                        new Reception(null, null, wish.batchSize, Duration.ZERO),
                        TriggerState.ENABLED,
                        1,
                        Instant.EPOCH);
        var sights = new Sights(wish.rows, JsonMapper.shared(), new SimpleMeterRegistry());
        Gate gate =
                new Gate(
                        AddressPolicy.ofPlatform(List.of(), Set::of),
                        new NameLookup(Names.ofTheMachine()),
                        Duration.ofSeconds(5),
                        () -> wish.openings.stream().map(RunningReader::opening).toList());
        var run =
                new FeedRun(
                        trigger,
                        held,
                        gate,
                        new Connection(wish.asked.seeds(), wish.asked.privacy(), wish.password),
                        wish.rows.positions(wish.id),
                        properties);
        Thread.ofPlatform()
                .daemon(true)
                .start(
                        () -> {
                            try {
                                run.run(new FeedRun.Listeners(handover, report(), sights));
                                ended.complete(true);
                            } catch (InterruptedException | RuntimeException e) {
                                ended.completeExceptionally(e);
                            }
                        });
    }

    private static Opening opening(String text) {
        return Opening.parse(text, AddressPolicy.NOWHERE);
    }

    private TriggerReport report() {
        return new TriggerReport() {
            @Override
            public void seen(Trigger<?> trigger, int events, Instant newest) {}

            @Override
            public void behind(Trigger<?> trigger, Instant happened) {}

            @Override
            public void filtered(Trigger<?> trigger, int events) {}

            @Override
            public void failed(Trigger<?> trigger, String forPeople) {
                synchronized (told) {
                    told.add(forPeople);
                }
            }
        };
    }

    static KafkaProperties properties(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("meterlark.trigger.kafka", KafkaProperties.class);
    }

    /** Why it ended; empty while it reads. */
    Optional<String> trouble() {
        try {
            return ended.isDone() && ended.join() ? Optional.of("none") : Optional.empty();
        } catch (CompletionException e) {
            return Optional.of(String.valueOf(Objects.requireNonNull(e.getCause()).getMessage()));
        }
    }

    String awaitTrouble() {
        return await().atMost(Duration.ofMinutes(1))
                .until(this::trouble, Optional::isPresent)
                .orElseThrow();
    }

    /** In good order: what was accepted is committed. */
    @Override
    public void close() {
        held.lost.complete(true);
        ended.handle((_, _) -> true).join();
    }
}
