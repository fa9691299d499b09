package dev.meterlark.invocation;

import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.meterlark.FakeVault;
import dev.meterlark.ManualClock;
import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.function.snapshot.FunctionWithdrawn;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.RefusedException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The whole module put together by hand, on real files, with everything outside it faked. */
public final class InvocationNode implements AutoCloseable {

    public static final Currency USD = Currency.getInstance("USD");
    public static final String PRICE_BOOK = "book-1";

    public final ManualClock clock = new ManualClock();
    public final FakeWorkers workers = new FakeWorkers();
    public final Invocations invocations;
    public final EventIntake intake;

    /** Takes one {@link Composer}. */
    public final StaticListableBeanFactory composers = new StaticListableBeanFactory();

    public final Attempts attempts;
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final FakeVault vault = new FakeVault();
    final Snapshots snapshots;
    final KeptRecords records = new KeptRecords();
    final List<CallLog> logs = new ArrayList<>();
    final List<CallContent> contents = new CopyOnWriteArrayList<>();
    final RunningCalls running;
    final RecordJournal journal;
    public final FakeSpend spend = new FakeSpend();

    /** A sink that keeps all, and can be told to refuse. */
    static final class KeptRecords implements RecordSink {

        private final List<InvocationRecord> kept = new ArrayList<>();
        private boolean refusing;

        @Override
        public synchronized void accept(List<InvocationRecord> batch) {
            if (refusing) {
                throw new IllegalStateException("the database is gone");
            }
            kept.addAll(batch);
        }

        synchronized void refuse(boolean refuse) {
            refusing = refuse;
        }

        synchronized List<InvocationRecord> all() {
            return List.copyOf(kept);
        }

        List<InvocationRecord> awaitSize(int size) {
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> all().size() >= size);
            return all();
        }
    }

    public InvocationNode(Path data) throws IOException {
        this(data, Map.of());
    }

    public InvocationNode(Path data, Map<String, String> settings, SnapshotListener... listeners)
            throws IOException {
        snapshots = new Snapshots(List.of(listeners));
        InvocationProperties properties =
                new Binder(new MapConfigurationPropertySource(settings))
                        .bindOrCreate("meterlark.invocation", InvocationProperties.class);
        StaticListableBeanFactory sinks = new StaticListableBeanFactory();
        sinks.addBean("records", records);
        LogSink keepLog = logs::add;
        sinks.addBean("logs", keepLog);
        ContentSink keepContent = contents::add;
        sinks.addBean("contents", keepContent);
        Contents keeping = new Contents(clock, sinks.getBeanProvider(ContentSink.class));
        running = new RunningCalls(properties.maxInFlight());
        journal =
                new RecordJournal(
                        properties, data, sinks.getBeanProvider(RecordSink.class), metrics);
        journal.start();
        intake = new EventIntake(properties);
        CallMetrics calls = new CallMetrics(metrics, running);
        Admission admission = new Admission(snapshots, running, journal, properties);
        WorstCase worst = new WorstCase(DataSize.ofGigabytes(1));
        Spans spans = new Spans(sinks.getBeanProvider(CallTracer.class));
        invocations =
                new Invocations(
                        admission,
                        new SandboxSpecs(vault, properties, "us-east-1"),
                        workers,
                        spend,
                        worst,
                        new ComposedCalls(
                                composers.getBeanProvider(Composer.class),
                                admission,
                                spend,
                                journal,
                                keeping,
                                spans,
                                properties,
                                metrics),
                        new Settling(spend, worst),
                        journal,
                        calls,
                        new Logs(clock, calls, sinks.getBeanProvider(LogSink.class)),
                        keeping,
                        spans,
                        clock);
        attempts =
                new Attempts(
                        invocations,
                        admission,
                        running,
                        journal,
                        spend,
                        composers.getBeanProvider(Composer.class),
                        clock);
    }

    public void publish(Published function) {
        snapshots.publish(function.snapshot());
    }

    public void withdraw(Published function) {
        snapshots.withdraw(
                new FunctionWithdrawn(
                        function.account(),
                        function.function(),
                        function.name(),
                        function.version(),
                        function.revision()));
    }

    public List<InvocationRecord> awaitRecords(int size) {
        return records.awaitSize(size);
    }

    public void publish(FunctionSnapshot function) {
        snapshots.publish(function);
    }

    Answer call(AccountId account, String name, String json) {
        Event event = Event.json(json.getBytes(StandardCharsets.UTF_8), "rest");
        return invocations.invoke(account, FunctionRef.latest(name), event);
    }

    /** What such a call is refused with. */
    RefusedException refusal(AccountId account, String name, String json) {
        return catchThrowableOfType(RefusedException.class, () -> call(account, name, json));
    }

    @Override
    public void close() {
        journal.stop();
    }
}
