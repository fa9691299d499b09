package dev.meterlark.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.ManualClock;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.metering.Attempts.Ended;
import dev.meterlark.metering.Attempts.Place;
import dev.meterlark.metering.Attempts.Wanted;
import dev.meterlark.platform.Faults;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Whatever has been summed up when, whoever reads has exactly what the ledger has. */
@Tag("database")
class RollupTests {

    private static final Comparator<Place> NEWEST_FIRST =
            Comparator.comparing(Place::startedAt)
                    .thenComparing(each -> each.invocation().toString())
                    .thenComparing(Place::attempt)
                    .reversed();

    private static final Duration LATE = Duration.ofMinutes(90);
    private static final Duration VERY_LATE = Duration.ofHours(60);

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final Faults faults = new Faults(seed, 0.05);
    private final ScratchDatabase database = ScratchDatabase.with(faults);
    private final ManualClock clock = new ManualClock();
    private final Instant begin = clock.instant();
    private final ScratchLedger ledger = new ScratchLedger(database);
    private final ScratchRollups one = new ScratchRollups(database, clock);
    private final ScratchRollups other = new ScratchRollups(database, clock);
    private final AccountAttempts lists = ledger.attemptsOfAccounts(clock);
    private final SampleRecords samples = new SampleRecords(seed);
    private final AccountId account = AccountId.random();
    private final List<FunctionId> functions = List.of(FunctionId.random(), FunctionId.random());
    private final List<InvocationRecord> all = new ArrayList<>();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void inAnyOrderTwiceLateAndWithADatabaseThatFailsTheSumsAreThoseOfTheRecords() {
        for (int round = 0; round < 40; round++) {
            faults.begin();
            step();
            faults.end();
            if (round % 4 == 0) {
                assertSame("round " + round);
            }
        }
        clock.forward(Duration.ofHours(30));
        leasesRunOut();
        one.look();
        one.look();

        assertSame("the end");
        assertThat(database.count("usage_mark")).as(seed()).isZero();
        assertThat(database.count("usage_rollup where minute_at is not null")).as(seed()).isZero();
        assertThat(database.count("usage_summed_day where due_at is not null")).as(seed()).isZero();
        assertThat(database.count("usage_summed_day")).as(seed()).isPositive();
        ledger.accept(all.subList(0, 20));
        assertSame("some once more");
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
            case 0 ->
                    clock.forward(
                            Duration.ofSeconds(
                                    random.nextInt(random.nextBoolean() ? 60_000 : 600)));
            case 1 -> surviving(one::look);
            case 2 -> {
                one.stop();
                surviving(other::look);
                other.stop();
            }
            default -> surviving(this::accept);
        }
    }

    private void accept() {
        Instant now = clock.instant();
        List<InvocationRecord> batch =
                new ArrayList<>(
                        samples.any(
                                1 + random.nextInt(30),
                                account,
                                functions,
                                now.minus(random.nextInt(4) == 0 ? VERY_LATE : LATE),
                                now));
        if (random.nextInt(3) == 0 && !all.isEmpty()) {
            batch.add(all.get(random.nextInt(all.size())));
        }
        for (InvocationRecord each : batch) {
            if (!all.contains(each)) {
                all.add(each);
            }
        }
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
        Instant from = begin.minus(VERY_LATE).minusSeconds(random.nextInt(3_000));
        Instant to = clock.instant();
        assertThat(sums(one.usage().totals(account, from, to, Set.of())))
                .as(when + seed())
                .isEqualTo(naive(from, to));
        Instant middle = from.plusMillis(random.nextLong(Duration.between(from, to).toMillis()));
        Set<UsageGrouping> by = EnumSet.allOf(UsageGrouping.class);
        if (random.nextBoolean()) {
            by.remove(UsageGrouping.HOUR);
        }
        assertThat(sums(one.usage().totals(account, middle, to, by)))
                .as(when + seed())
                .isEqualTo(naive(middle, to));
        assertSomeAreSame(when, middle, to);
        assertSameAreFound(when, from);
        assertThat(billable()).as(when + seed()).isEqualTo(naiveByHour());
        assertThat(billableSums()).as(when + seed()).isEqualTo(naiveSums());
        assertThat(billableWhole()).as(when + seed()).isEqualTo(naiveWhole());
    }

    /** Of several ways to sum up at once, each has its own attempts. */
    private void assertSomeAreSame(String when, Instant from, Instant to) {
        var byDay = EnumSet.of(UsageGrouping.DAY);
        var cuts =
                one.usage()
                        .totals(
                                account,
                                from,
                                to,
                                List.of(
                                        new UsageCut(Set.of(), UsageFilter.FAILED),
                                        new UsageCut(byDay, UsageFilter.COLD),
                                        UsageCut.by(byDay)));

        assertThat(cuts.stream().map(RollupTests::calls))
                .as(when + seed())
                .containsExactly(
                        count(from, to, each -> each.errorCode() != null),
                        count(from, to, InvocationRecord::cold),
                        count(from, to, _ -> true));
    }

    /** Page by page, whatever lies between. */
    private void assertSameAreFound(String when, Instant since) {
        FunctionId function = random.nextBoolean() ? functions.getFirst() : null;
        Ended ended = random.nextBoolean() ? Ended.BADLY : Ended.ANYHOW;
        InvocationRecord like = all.isEmpty() ? null : all.get(random.nextInt(all.size()));
        Made made =
                like == null ? Made.ANYHOW : new Made(like.version(), null, null, like.trigger());
        List<Place> found = new ArrayList<>();
        List<InvocationRecord> page;
        do {
            Place last = found.isEmpty() ? null : found.getLast();
            page = lists.newest(account, function, new Wanted(since, last, ended, made, 7));
            page.forEach(each -> found.add(Place.of(each)));
        } while (!page.isEmpty());

        assertThat(found)
                .as(when + seed())
                .containsExactlyElementsOf(
                        all.stream()
                                .filter(each -> !each.startedAt().isBefore(since))
                                .filter(
                                        each ->
                                                function == null
                                                        || each.function().equals(function))
                                .filter(each -> ended == Ended.ANYHOW || each.errorCode() != null)
                                .filter(
                                        each ->
                                                like == null
                                                        || each.version().equals(like.version()))
                                .filter(
                                        each ->
                                                like == null
                                                        || like.trigger() == null
                                                        || like.trigger().equals(each.trigger()))
                                .map(Place::of)
                                .sorted(NEWEST_FIRST)
                                .toList());
    }

    private static long calls(List<UsageTotal> totals) {
        return totals.stream().mapToLong(UsageTotal::calls).sum();
    }

    private long count(Instant from, Instant to, Predicate<InvocationRecord> which) {
        return all.stream()
                .filter(each -> !each.startedAt().isBefore(from) && each.startedAt().isBefore(to))
                .filter(which)
                .count();
    }

    private record Sums(long calls, BigDecimal price, BigInteger mibMillis, BigInteger cpu) {

        static final Sums NONE =
                new Sums(0, BigDecimal.ZERO.setScale(24), BigInteger.ZERO, BigInteger.ZERO);

        Sums plus(long more, BigDecimal cost, BigInteger memory, BigInteger micros) {
            return new Sums(calls + more, price.add(cost), mibMillis.add(memory), cpu.add(micros));
        }
    }

    private static Sums sums(List<UsageTotal> totals) {
        Sums sum = Sums.NONE;
        for (UsageTotal each : totals) {
            sum =
                    sum.plus(
                            each.calls(),
                            each.price().amount(),
                            each.mibMillis().toBigIntegerExact(),
                            each.cpuMicros().toBigIntegerExact());
        }
        return sum;
    }

    private Sums naive(Instant from, Instant to) {
        Sums sum = Sums.NONE;
        for (InvocationRecord each : all) {
            if (!each.startedAt().isBefore(from) && each.startedAt().isBefore(to)) {
                sum = sum.plus(1, each.price().amount(), memory(each), cpu(each));
            }
        }
        return sum;
    }

    private Map<String, BigInteger> billable() {
        Map<String, BigInteger> sums = new TreeMap<>();
        for (Metered each :
                one.billable()
                        .of(
                                account,
                                begin.minus(VERY_LATE).minus(Duration.ofHours(1)),
                                clock.instant())) {
            String key = key(each.thing().function(), each.meter(), each.hour());
            assertThat(sums.put(key, each.amount())).as(key + seed()).isNull();
        }
        return sums;
    }

    private Map<String, BigInteger> billableSums() {
        Instant from = begin.minus(VERY_LATE).truncatedTo(ChronoUnit.DAYS);
        Map<String, BigInteger> sums = new TreeMap<>();
        for (Metered each : one.billable().sums(account, from, clock.instant())) {
            sums.put(each.thing().function() + " " + each.meter(), each.amount());
        }
        return sums;
    }

    private Map<String, BigInteger> billableWhole() {
        Instant from = begin.minus(VERY_LATE).truncatedTo(ChronoUnit.DAYS);
        Map<String, BigInteger> whole = new TreeMap<>();
        one.billable()
                .whole(account, from, clock.instant())
                .forEach((meter, amount) -> whole.put(meter.toString(), amount));
        whole.values().removeIf(amount -> amount.signum() == 0);
        return whole;
    }

    private Map<String, BigInteger> naiveWhole() {
        Map<String, BigInteger> whole = new TreeMap<>();
        naiveSums()
                .forEach((key, amount) -> whole.merge(key.split(" ")[1], amount, BigInteger::add));
        return whole;
    }

    private Map<String, BigInteger> naiveSums() {
        Map<String, BigInteger> sums = new TreeMap<>();
        naiveByHour()
                .forEach(
                        (key, amount) ->
                                sums.merge(
                                        key.substring(0, key.lastIndexOf(' ')),
                                        amount,
                                        BigInteger::add));
        return sums;
    }

    private Map<String, BigInteger> naiveByHour() {
        Map<String, BigInteger> sums = new TreeMap<>();
        for (InvocationRecord each : all) {
            if (each.billable()) {
                add(sums, each, Meter.REQUESTS, BigInteger.ONE);
                add(sums, each, Meter.MIB_MILLIS, memory(each));
                add(sums, each, Meter.CPU_TIME, cpu(each));
                add(sums, each, Meter.EGRESS, BigInteger.valueOf(each.egressBytes()));
            }
        }
        return sums;
    }

    private static void add(
            Map<String, BigInteger> sums, InvocationRecord of, Meter meter, BigInteger amount) {
        Instant hour = of.startedAt().truncatedTo(ChronoUnit.HOURS);
        sums.merge(key(of.function(), meter, hour), amount, BigInteger::add);
    }

    private static String key(@Nullable FunctionId function, Meter meter, Instant hour) {
        return function + " " + meter + " " + hour;
    }

    private static BigInteger memory(InvocationRecord record) {
        return BigInteger.valueOf(record.billedMillis() * record.memoryMiB());
    }

    private static BigInteger cpu(InvocationRecord record) {
        return BigInteger.valueOf(record.billable() ? record.cpuMicros() : 0);
    }

    private String seed() {
        return ", seed %d, %s".formatted(seed, faults);
    }
}
