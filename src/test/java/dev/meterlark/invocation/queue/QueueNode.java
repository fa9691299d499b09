package dev.meterlark.invocation.queue;

import static org.awaitility.Awaitility.await;

import dev.meterlark.edge.AuditTrail;
import dev.meterlark.function.snapshot.AsyncPolicy;
import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.function.snapshot.Standing;
import dev.meterlark.invocation.AcceptGuard;
import dev.meterlark.invocation.Accepted;
import dev.meterlark.invocation.AsyncCall;
import dev.meterlark.invocation.AsyncCalls;
import dev.meterlark.invocation.AsyncStatus;
import dev.meterlark.invocation.AsyncTerms;
import dev.meterlark.invocation.BatchAnswers;
import dev.meterlark.invocation.EndListener;
import dev.meterlark.invocation.EndedCall;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.InvocationNode;
import dev.meterlark.invocation.Published;
import dev.meterlark.platform.DatabaseClock;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node's queue put together by hand, on a real database; pauses are short. */
final class QueueNode implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration MISSING_PAUSE = Duration.ofMillis(100);

    /** What tests wait for is not what people wait for. */
    private static final Map<String, String> QUICK =
            Map.of(
                    "meterlark.invocation.queue.retry.function", "20ms",
                    "meterlark.invocation.queue.retry.longest-function", "100ms",
                    "meterlark.invocation.queue.retry.platform", "20ms",
                    "meterlark.invocation.queue.retry.longest-platform", "100ms",
                    "meterlark.invocation.queue.run.lease-grace", "2s",
                    "meterlark.invocation.queue.run.poll-every", "50ms",
                    "meterlark.invocation.queue.run.drain", "500ms");

    final InvocationNode node;
    final JdbcTemplate jdbc;
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final QueueProperties properties;
    final DatabaseClock clock;
    final Lanes lanes = new Lanes();
    final InHand inHand = new InHand();
    final AsyncCalls calls;
    final AcceptQueue accepting;
    final SettleQueue settling;
    final Dispatcher dispatcher;
    final QueueLoop loop;
    final Conservation conservation;
    final Sweeping sweeping;
    final List<EndedCall> ends = new CopyOnWriteArrayList<>();
    final List<String> audited = new CopyOnWriteArrayList<>();
    final Set<FunctionId> existing = ConcurrentHashMap.newKeySet();
    volatile BatchAnswers batchAnswers = (_, _) -> Optional.empty();
    private volatile @Nullable RuntimeException listenerFailure;

    QueueNode(Path data, ScratchDatabase database) throws IOException {
        this(data, database, Map.of());
    }

    QueueNode(Path data, ScratchDatabase database, Map<String, String> settings)
            throws IOException {
        node = new InvocationNode(data);
        jdbc = database.template();
        PlatformTransactionManager transactions = database.transactions();
        properties = bound(settings);
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        EndListener listener = this::ended;
        Standing standing = (_, function) -> existing.contains(function);
        beans.addBean("listener", listener);
        beans.addBean("standing", standing);
        BatchAnswers batches = (event, answer) -> batchAnswers.remaining(event, answer);
        beans.addBean("batches", batches);
        clock = new DatabaseClock(jdbc);
        QueueMetrics meters = new QueueMetrics(metrics, inHand, lanes, clock);
        Targets targets =
                new Targets(node.attempts, beans.getBeanProvider(Standing.class), MISSING_PAUSE);
        settling =
                new SettleQueue(
                        jdbc,
                        transactions,
                        beans.getBeanProvider(EndListener.class),
                        targets,
                        lanes,
                        inHand,
                        clock,
                        meters,
                        properties);
        accepting = new AcceptQueue(jdbc, transactions, lanes, clock, properties);
        AuditTrail audit = (_, action, subject, _) -> audited.add(action + " " + subject);
        Cancels cancels =
                new Cancels(jdbc, transactions, settling, targets, inHand, audit, properties);
        dispatcher =
                new Dispatcher(
                        node.attempts,
                        targets,
                        lanes,
                        inHand,
                        settling,
                        clock,
                        meters,
                        properties,
                        jdbc,
                        transactions,
                        beans.getBeanProvider(BatchAnswers.class));
        loop = new QueueLoop(dispatcher, cancels, lanes, inHand, clock, properties);
        conservation = new Conservation(jdbc, properties, metrics);
        sweeping = new Sweeping(jdbc, clock, properties);
        calls =
                new QueuedCalls(
                        node.attempts,
                        targets,
                        accepting,
                        new StoredCalls(jdbc, clock),
                        cancels,
                        clock,
                        meters,
                        properties,
                        new StaticListableBeanFactory().getBeanProvider(AcceptGuard.class));
    }

    private static QueueProperties bound(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(QUICK);
        settings.forEach((key, value) -> all.put("meterlark.invocation.queue." + key, value));
        return new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate("meterlark.invocation.queue", QueueProperties.class);
    }

    QueueNode begun() {
        loop.start();
        return this;
    }

    private void ended(List<EndedCall> calls) {
        RuntimeException failure = listenerFailure;
        if (failure != null) {
            throw failure;
        }
        ends.addAll(calls);
    }

    void listenerFails(@Nullable RuntimeException failure) {
        listenerFailure = failure;
    }

    Published publish(Published function) {
        existing.add(function.function());
        node.publish(function);
        return function;
    }

    Published publish(Published function, AsyncPolicy policy) {
        existing.add(function.function());
        node.publish(with(function.snapshot(), policy));
        return function;
    }

    /** As when it is deleted. */
    void delete(Published function) {
        node.withdraw(function);
        existing.remove(function.function());
    }

    Accepted accept(Published function, String json) {
        return accept(function, json, AsyncTerms.NOW);
    }

    Accepted accept(Published function, String json, AsyncTerms terms) {
        return calls.accept(
                        function.account(), FunctionRef.latest(function.name()), event(json), terms)
                .join();
    }

    static Event event(String json) {
        return Event.json(json.getBytes(StandardCharsets.UTF_8), "rest");
    }

    AsyncCall call(AccountId account, InvocationId id) {
        return calls.find(account, id).orElseThrow();
    }

    AsyncCall awaitStatus(Published function, InvocationId id, AsyncStatus status) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> call(function.account(), id).status() == status);
        return call(function.account(), id);
    }

    /** By somebody of the account. */
    Optional<AsyncCall> cancel(AccountId account, InvocationId id) {
        return calls.cancel(
                new Caller(account, "acme", "000000000001", "person:somebody", Set.of()), id);
    }

    void awaitEnds(int count) {
        await().atMost(LONG).pollInterval(Duration.ofMillis(5)).until(() -> ends.size() >= count);
    }

    long rows(String table) {
        Long count = jdbc.queryForObject("select count(*) from " + table, Long.class);
        return count == null ? 0 : count;
    }

    Conservation.Count count(AccountId account) {
        return conservation.counts().stream()
                .filter(c -> c.account().equals(account))
                .findFirst()
                .orElseThrow();
    }

    static AsyncPolicy policy(int retries, Duration age) {
        return new AsyncPolicy(retries, age, Duration.ofHours(1), null, null);
    }

    private static FunctionSnapshot with(FunctionSnapshot f, AsyncPolicy policy) {
        return new FunctionSnapshot(
                f.account(),
                f.accountSlug(),
                f.accountNumber(),
                f.function(),
                f.name(),
                f.version(),
                f.revision(),
                f.code(),
                f.runtime(),
                f.handler(),
                f.memoryMiB(),
                f.timeout(),
                f.concurrency(),
                f.maxConcurrency(),
                f.accountConcurrency(),
                f.egress(),
                f.keepWarm(),
                f.url(),
                policy,
                f.tags(),
                f.environment());
    }

    /** Nothing of it is settled any more, as when it is killed. */
    void kill() {
        loop.kill();
        accepting.close();
        settling.close();
    }

    @Override
    public void close() {
        loop.stop();
        accepting.close();
        settling.close();
        node.close();
    }
}
