package dev.meterlark.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.meterlark.ManualClock;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.metering.SampleRecords;
import dev.meterlark.metering.ScratchLedger;
import dev.meterlark.platform.Faults;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.RefusedException;

import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;

/** Whatever has been summed up when, a chart shows what the ledger has. */
@Tag("database")
class CallMetricsTests {

    private static final Duration LATE = Duration.ofMinutes(90);

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final Faults faults = new Faults(seed, 0.05);
    private final ScratchDatabase database = ScratchDatabase.with(faults);
    private final ManualClock clock = new ManualClock();
    private final Instant begin = clock.instant();
    private final ScratchLedger ledger = new ScratchLedger(database);
    private final ScratchMetrics one = new ScratchMetrics(database, clock);
    private final ScratchMetrics other = new ScratchMetrics(database, clock);
    private final SampleRecords samples = new SampleRecords(seed);
    private final AccountId account = AccountId.random();
    private final List<FunctionId> functions = List.of(FunctionId.random(), FunctionId.random());
    private final List<InvocationRecord> all = new ArrayList<>();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void inAnyOrderTwiceLateAndWithADatabaseThatFailsAChartShowsTheCallsThatWere() {
        for (int round = 0; round < 24; round++) {
            faults.begin();
            step();
            faults.end();
            if (round % 8 == 7) {
                assertSame("round " + round);
            }
        }
        clock.forward(Duration.ofHours(3));
        leasesRunOut();
        one.look();
        one.look();

        assertThat(database.count("usage_mark")).as(seed()).isZero();
        assertSame("the end");
        ledger.accept(all.subList(0, Math.min(20, all.size())));
        assertSame("some once more");
    }

    @Test
    void percentilesAreThoseOfTheCallsToThePromise() {
        FunctionId function = functions.getFirst();
        accept(samples.any(500, account, List.of(function), begin, begin.plusSeconds(60)));

        Point point = only(function, begin, begin.plusSeconds(60));
        assertPercentiles(point, _ -> true);
        clock.forward(Duration.ofMinutes(5));
        one.look();

        assertThat(only(function, begin, begin.plusSeconds(60))).isEqualTo(point);
    }

    @Test
    void aListHasOnePointForEachFunctionThatWasCalled() {
        FunctionId quiet = FunctionId.random();
        FunctionId called = functions.getFirst();
        accept(List.of(samples.succeeded(account, called, begin)));
        accept(List.of(samples.failed(account, called, begin, ErrorCode.FUNCTION_ERROR)));
        one.pressures.add(Map.of(new Whose(account, called), new Pressure(3, 7)), begin);
        one.pressures.add(Map.of(new Whose(account, called), new Pressure(1, 2)), begin);

        Map<FunctionId, Point> points =
                one.metrics()
                        .summaries(
                                account,
                                List.of(quiet, called),
                                begin.minus(Duration.ofHours(24)),
                                begin.plusSeconds(1));

        assertThat(points).containsOnlyKeys(called);
        Point point = Objects.requireNonNull(points.get(called));
        assertThat(point.calls()).isEqualTo(2);
        assertThat(point.errors()).isEqualTo(1);
        assertThat(point.throttled()).isEqualTo(4);
        assertThat(point.maxConcurrency()).isEqualTo(7);
    }

    @Test
    void whatFailsOftenIsNamedByItsShareWhateverFailsMoreBesideIt() {
        FunctionId broken = FunctionId.random();
        FunctionId busy = FunctionId.random();
        FunctionId disturbed = FunctionId.random();
        for (int i = 0; i < 100; i++) {
            accept(List.of(samples.succeeded(account, busy, begin)));
        }
        for (int i = 0; i < 4; i++) {
            accept(List.of(samples.failed(account, busy, begin, ErrorCode.FUNCTION_ERROR)));
        }
        accept(List.of(samples.succeeded(account, broken, begin)));
        accept(List.of(samples.failed(account, broken, begin, ErrorCode.FUNCTION_TIMEOUT)));
        accept(List.of(samples.failed(account, disturbed, begin, ErrorCode.PLATFORM_ERROR)));
        clock.forward(Duration.ofMinutes(5));
        one.look();

        assertThat(one.metrics().failing(account, begin, 0.05, 10)).containsExactly(broken);
        assertThat(one.metrics().failing(account, begin, 0.01, 10)).containsExactly(busy, broken);
        assertThat(one.metrics().failing(account, begin, 0.01, 1)).containsExactly(busy);
        assertThat(one.metrics().failing(AccountId.random(), begin, 0.01, 10)).isEmpty();
        assertThat(one.metrics().failing(account, begin.plus(Duration.ofHours(2)), 0.01, 10))
                .isEmpty();
    }

    @Test
    void aPrometheusOfTheAccountSeesCountersThatOnlyRise() {
        FunctionId function = functions.getFirst();
        accept(samples.any(40, account, List.of(function), begin, begin.plusSeconds(50)));
        clock.forward(Duration.ofMinutes(2));
        one.look();
        one.pressures.add(Map.of(new Whose(account, function), new Pressure(3, 7)), begin);
        String before = one.scrape().text(account);
        accept(samples.any(20, account, List.of(function), begin, clock.instant()));
        clock.forward(Duration.ofHours(2));
        one.look();
        String after = one.scrape().text(account);

        assertThat(before)
                .contains("# TYPE meterlark_function_calls_total counter\n")
                .contains("meterlark_function_latency_seconds_count{function=\"f-")
                .containsPattern("version=\"\\$LATEST\"} 40\n")
                .containsPattern("meterlark_function_throttled_total\\{.*} 3\n");
        assertThat(after).containsPattern("le=\"\\+Inf\"} 60\n").doesNotContain("NaN");
        assertThat(one.scrape().text(AccountId.random())).doesNotContain("{");
    }

    @Test
    void anotherAccountSeesNothing() {
        accept(List.of(samples.succeeded(account, functions.getFirst(), begin)));
        clock.forward(Duration.ofMinutes(5));
        one.look();
        AccountId stranger = AccountId.random();
        Instant to = clock.instant();

        assertThat(one.metrics().summaries(stranger, functions, begin, to)).isEmpty();
        assertThat(calls(stranger, functions.getFirst(), begin, to)).isZero();
        assertThat(calls(stranger, null, begin, to)).isZero();
        assertThat(calls(account, null, begin, to)).isEqualTo(1);
    }

    @Test
    void whatIsTooOldGoesAndIsNotPromised() {
        FunctionId function = functions.getFirst();
        accept(List.of(samples.succeeded(account, function, begin)));
        clock.forward(Duration.ofDays(4));
        one.look();
        new Sweeping(database.client(), ScratchMetrics.properties(Map.of()), clock)
                .sweep(clock.instant());

        assertThatThrownBy(() -> calls(account, function, begin, begin.plusSeconds(60)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("steps of 1m are kept for 3 days");
        assertThat(sum(function, begin, clock.instant(), Duration.ofHours(1))).isEqualTo(1);
        assertThat(database.count("call_metric where grain = 1")).isZero();
        assertThat(database.count("call_metric where grain = 60")).isEqualTo(2);
    }

    /** One that a failure left with nobody would be over only by the clock of the database. */
    private void leasesRunOut() {
        database.client()
                .sql(
                        "update named_lease set held_until = timestamp with time zone '2000-01-01"
                                + " 00:00:00+00'")
                .update();
    }

    private void step() {
        switch (random.nextInt(5)) {
            case 0 -> clock.forward(Duration.ofSeconds(random.nextInt(2_000)));
            case 1 -> surviving(one::look);
            case 2 -> {
                one.stop();
                surviving(other::look);
                other.stop();
            }
            default -> accept(batch());
        }
    }

    private List<InvocationRecord> batch() {
        Instant now = clock.instant();
        List<InvocationRecord> batch =
                new ArrayList<>(
                        samples.any(
                                1 + random.nextInt(30), account, functions, now.minus(LATE), now));
        if (random.nextInt(3) == 0 && !all.isEmpty()) {
            batch.add(all.get(random.nextInt(all.size())));
        }
        return batch;
    }

    private void accept(List<InvocationRecord> batch) {
        batch.stream().filter(each -> !all.contains(each)).forEach(all::add);
        while (!surviving(() -> ledger.accept(batch))) {
            continue; // as the journal does
        }
    }

    private static boolean surviving(Runnable step) {
        try {
            step.run();
            return true;
        } catch (DataAccessException | TransactionException e) {
            return false;
        }
    }

    private void assertSame(String when) {
        Instant from = begin.minus(LATE);
        Instant to = clock.instant().plusSeconds(1);
        List<@Nullable FunctionId> whose = new ArrayList<>(functions);
        whose.add(null);
        for (FunctionId function : whose) {
            for (Duration step :
                    List.of(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofDays(1))) {
                String as = "%s, %s by %s%s".formatted(when, function, step, seed());
                for (Point each : series(function, from, to, step).points()) {
                    assertSame(as, function, each, each.at().plus(step));
                }
            }
        }
    }

    /**
     * Minutes of which something was summed up before a late record came lag by a round; at the end
     * nothing does.
     */
    private void assertSame(String when, @Nullable FunctionId function, Point point, Instant end) {
        List<InvocationRecord> those =
                all.stream()
                        .filter(each -> function == null || function.equals(each.function()))
                        .filter(each -> !each.startedAt().isBefore(point.at()))
                        .filter(each -> each.startedAt().isBefore(end))
                        .toList();
        if (database.count("usage_mark where stale") > 0) {
            assertThat(point.calls()).as(when).isLessThanOrEqualTo(those.size());
            return;
        }
        assertThat(point.calls()).as(when).isEqualTo(those.size());
        assertThat(point.errors()).as(when).isEqualTo(of(those, Fault.FUNCTION));
        assertThat(point.platformErrors()).as(when).isEqualTo(of(those, Fault.PLATFORM));
        assertThat(point.coldStarts())
                .as(when)
                .isEqualTo(those.stream().filter(InvocationRecord::cold).count());
    }

    private static long of(List<InvocationRecord> those, Fault fault) {
        return those.stream()
                .map(InvocationRecord::errorCode)
                .filter(Objects::nonNull)
                .filter(code -> ErrorCode.fromWireName(code).orElseThrow().fault() == fault)
                .count();
    }

    private void assertPercentiles(Point point, Predicate<InvocationRecord> those) {
        List<Long> took =
                all.stream()
                        .filter(those)
                        .map(
                                each ->
                                        each.queuedMicros()
                                                + each.startMicros()
                                                + each.initMicros()
                                                + each.runMicros())
                        .sorted(Comparator.naturalOrder())
                        .toList();
        assertThat(point.p50Micros()).isCloseTo(at(took, 0.5), off(at(took, 0.5)));
        assertThat(point.p95Micros()).isCloseTo(at(took, 0.95), off(at(took, 0.95)));
        assertThat(point.p99Micros()).isCloseTo(at(took, 0.99), off(at(took, 0.99)));
    }

    private static long at(List<Long> sorted, double part) {
        return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
    }

    private static Offset<Long> off(long exact) {
        return within((long) (exact * 0.025) + 1);
    }

    private MetricSeries series(
            @Nullable FunctionId function, Instant from, Instant to, Duration step) {
        return one.metrics().series(account, function, null, from, to, step);
    }

    private long sum(FunctionId function, Instant from, Instant to, Duration step) {
        return series(function, from, to, step).points().stream().mapToLong(Point::calls).sum();
    }

    private Point only(FunctionId function, Instant from, Instant to) {
        List<Point> points = series(function, from, to, Duration.ofMinutes(1)).points();
        assertThat(points).hasSize(1);
        return points.getFirst();
    }

    private long calls(AccountId of, @Nullable FunctionId function, Instant from, Instant to) {
        return one
                .metrics()
                .series(of, function, null, from, to, Duration.ofMinutes(1))
                .points()
                .stream()
                .mapToLong(Point::calls)
                .sum();
    }

    private String seed() {
        return ", seed %d, %s".formatted(seed, faults);
    }
}
