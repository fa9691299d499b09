package dev.meterlark.worker.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.SandboxSpec;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Everything that can happen to a pool, from many threads and in any order. */
class PoolTortureTests {

    private static final int THREADS = 6;
    private static final int CALLS_OF_EACH = 3_000;
    private static final int MIB = 128;

    private final List<AccountId> accounts = List.of(AccountId.random(), AccountId.random());
    private final Map<Member, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final Set<String> wrongs = Collections.synchronizedSet(new TreeSet<>());

    @SuppressWarnings("NullAway.Init")
    private Pool pool;

    @AfterEach
    void close() {
        pool.close();
    }

    @ParameterizedTest
    @CsvSource({"5, 100000", "100000, 640"})
    void boundsHoldAndEverybodyIsServedWhateverHappens(int maxSandboxes, long maxMemoryMiB)
            throws Exception {
        pool = pool(maxSandboxes, maxMemoryMiB);
        List<Kind> kinds = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            kinds.add(new Kind(accounts.get(i % 2), FunctionId.random(), "$LATEST", 1));
        }
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                var random = new Random(thread);
                all.add(
                        threads.submit(
                                () -> {
                                    for (int i = 0; i < CALLS_OF_EACH; i++) {
                                        step(kinds, random);
                                    }
                                }));
            }
            for (Future<?> each : all) {
                each.get(60, TimeUnit.SECONDS);
            }
        }

        assertThat(wrongs).isEmpty();
        assertThat(pool.waiting()).isZero();
        assertThat(pool.count(Member.State.BUSY)).isZero();
        assertThat(pool.count(Member.State.SETTLING)).isZero();
        assertThat(calls.values()).allMatch(each -> each.get() == 0);
        int rooms = roomsThatCanBeHad();
        assertThat(rooms).isGreaterThanOrEqualTo(3); // floors hold two at most
        kinds.forEach(kind -> pool.keepWarm(spec(kind), 0));
        assertThat(rooms + roomsThatCanBeHad()).isEqualTo(5);
    }

    private void step(List<Kind> kinds, Random random) {
        Kind kind = kinds.get(random.nextInt(kinds.size()));
        switch (random.nextInt(20)) {
            case 0 -> pool.keepWarm(spec(kind), random.nextInt(2)).forEach(m -> made(m, random));
            case 1 -> pool.prepare(spec(kind), 2).forEach(m -> made(m, random));
            case 2 -> giveUp(pool.acquire(spec(kind)));
            case 3 -> pool.resting().forEach(each -> maybeTakeOut(each, random));
            default -> call(kind, random);
        }
        expect(pool.read(Groups::size) <= 5, "more sandboxes than may be");
    }

    /** What was made before any call is ready or has failed. */
    private void made(Member member, Random random) {
        if (random.nextInt(4) == 0 || !pool.ready(member)) {
            pool.left(member);
        }
    }

    private void maybeTakeOut(Group.Resting resting, Random random) {
        if (random.nextInt(4) == 0) {
            pool.takeOut(resting.member());
        }
    }

    private void giveUp(CompletableFuture<Place> promise) {
        if (!promise.cancel(false)) {
            end(promise);
        }
    }

    private void call(Kind kind, Random random) {
        CompletableFuture<Place> promise = pool.acquire(spec(kind));
        Place place = promise.orTimeout(30, TimeUnit.SECONDS).join();
        switch (place) {
            case Place.Warm(Member member) -> run(member, random);
            case Place.Room(Member member) -> {
                if (random.nextInt(10) == 0) {
                    pool.left(member);
                } else {
                    pool.started(member);
                    run(member, random);
                }
            }
            case Place.None(var ending) -> wrongs.add(ending.toString());
        }
    }

    private void run(Member member, Random random) {
        AtomicInteger running = calls.computeIfAbsent(member, _ -> new AtomicInteger());
        expect(running.incrementAndGet() <= 3, "more calls than slots");
        if (random.nextInt(8) == 0) {
            Thread.yield();
        }
        running.decrementAndGet();
        boolean stays =
                random.nextInt(3) == 0 ? pool.free(pool.settling(member)) : pool.free(member);
        expect(stays, "one that nobody retired was to end");
    }

    private int roomsThatCanBeHad() {
        int rooms = 0;
        CompletableFuture<Place> next;
        while ((next = pool.acquire(spec(kind(accounts.getFirst())))).isDone()) {
            rooms++;
        }
        next.cancel(false);
        return rooms;
    }

    @Test
    void aFloodOfOneAccountNeverKeepsAnotherWaitingForMoreThanAFewOfItsCalls() {
        pool = pool(4, 100_000);
        List<CompletableFuture<Place>> flood = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            flood.add(pool.acquire(spec(kind(accounts.getFirst()))));
        }

        for (int round = 0; round < 50; round++) {
            CompletableFuture<Place> other = pool.acquire(spec(kind(accounts.get(1))));
            int served = 0;
            while (!other.isDone()) {
                endOne(flood);
                served++;
            }
            assertThat(served).isLessThanOrEqualTo(2);
            end(other);
        }
    }

    private void endOne(List<CompletableFuture<Place>> flood) {
        CompletableFuture<Place> running =
                flood.stream().filter(CompletableFuture::isDone).findFirst().orElseThrow();
        flood.remove(running);
        end(running);
    }

    private void end(CompletableFuture<Place> done) {
        switch (done.join()) {
            case Place.Warm(Member member) -> pool.free(member);
            case Place.Room(Member member) -> pool.free(member);
            case Place.None(var ending) -> throw new AssertionError(ending);
        }
    }

    private static Kind kind(AccountId account) {
        return new Kind(account, FunctionId.random(), "$LATEST", 1);
    }

    /** Three calls at once. */
    private static SandboxSpec spec(Kind kind) {
        SandboxSpec one = PoolNode.spec(kind, MIB, Duration.ofSeconds(3));
        return new SandboxSpec(
                one.account(),
                one.function(),
                one.revision(),
                one.functionName(),
                one.version(),
                one.functionArn(),
                one.code(),
                one.runtime(),
                one.handler(),
                one.memoryMiB(),
                one.timeout(),
                3,
                one.egress(),
                one.environment());
    }

    private void expect(boolean right, String otherwise) {
        if (!right) {
            wrongs.add(otherwise);
        }
    }

    private static Pool pool(int maxSandboxes, long maxMemoryMiB) {
        var settings =
                Map.of(
                        "meterlark.worker.max-sandboxes", Integer.toString(maxSandboxes),
                        "meterlark.worker.max-waiting", "10000",
                        "meterlark.worker.longest-wait", "60s");
        PoolProperties properties =
                new Binder(new MapConfigurationPropertySource(settings))
                        .bindOrCreate("meterlark.worker", PoolProperties.class);
        return new Pool(properties, maxMemoryMiB, new StandardKeepAlive());
    }
}
