package dev.meterlark.trigger.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.shared.AccountId;
import dev.meterlark.trigger.TriggerId;
import dev.meterlark.trigger.schedule.Decision.Entry;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** What becomes of ticks, in virtual time. */
class DecidingTests {

    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
    private static final Duration LATE = Duration.ofMinutes(1);

    private final Deciding deciding = new Deciding(Duration.ofSeconds(5), LATE, 5_000);

    @Test
    void aTickIsPlannedALittleBeforeItsTimeAndOnce() {
        Schedule schedule = schedule("0 * * * *", Overlap.ALLOW, CatchUp.NONE, 0);

        Decision early = deciding.decide(schedule, START.plusSeconds(3_596));
        Decision again = deciding.decide(at(schedule, early, null), START.plusSeconds(3_600));

        assertThat(early.entries()).containsExactly(planned("2026-10-01T01:00:00Z"));
        assertThat(early.next()).isEqualTo(Instant.parse("2026-10-01T02:00:00Z"));
        assertThat(again.entries()).isEmpty();
    }

    @Test
    void whereOverlapMattersNothingIsPlannedBeforeItsTime() {
        Schedule schedule = schedule("0 * * * *", Overlap.SKIP, CatchUp.NONE, 0);

        assertThat(deciding.decide(schedule, START.plusSeconds(3_599)).entries()).isEmpty();
        assertThat(deciding.decide(schedule, START.plusSeconds(3_600)).entries()).hasSize(1);
    }

    @Test
    void afterAnOutageThePolicySaysHowManyFire() {
        Instant now = START.plus(Duration.ofHours(5)).plusSeconds(1_800);

        assertThat(fired(schedule("0 * * * *", Overlap.ALLOW, CatchUp.NONE, 0), now)).isEmpty();
        assertThat(fired(schedule("0 * * * *", Overlap.ALLOW, CatchUp.LAST, 1), now))
                .containsExactly(Instant.parse("2026-10-01T05:00:00Z"));
        assertThat(fired(schedule("0 * * * *", Overlap.ALLOW, CatchUp.ALL, 3), now))
                .containsExactly(
                        Instant.parse("2026-10-01T03:00:00Z"),
                        Instant.parse("2026-10-01T04:00:00Z"),
                        Instant.parse("2026-10-01T05:00:00Z"));
    }

    @Test
    void whatIsOlderThanTheWindowIsNotCaughtUpWith() {
        Instant now = START.plus(Duration.ofDays(3));

        assertThat(fired(schedule("0 12 1 10 *", Overlap.ALLOW, CatchUp.LAST, 1), now)).isEmpty();
    }

    @Test
    void aLongOutageIsToldInFewRowsThatCountEveryTick() {
        Schedule schedule = schedule("* * * * * *", Overlap.ALLOW, CatchUp.LAST, 1);
        Instant now = START.plus(Duration.ofHours(1));

        Decision decision = deciding.decide(schedule, now);

        assertThat(decision.entries()).hasSizeLessThan(80);
        assertThat(ticks(decision.entries())).isEqualTo(3_605);
        assertThat(decision.entries().getFirst())
                .isEqualTo(
                        new Entry.Lost(
                                START.plusSeconds(1),
                                START.plusSeconds(3_538),
                                3_538,
                                Missed.OUTAGE));
    }

    @Test
    void ticksOfAPauseAreMissedForThatAndTheLastFiresAfterIt() {
        Instant resumed = START.plus(Duration.ofHours(4)).plusSeconds(10);
        Schedule schedule =
                at(
                        schedule("0 * * * *", Overlap.ALLOW, CatchUp.LAST, 1),
                        null,
                        new Schedule.Pause(START.plusSeconds(60), resumed));

        List<Entry> entries = deciding.decide(schedule, resumed.plusSeconds(1)).entries();

        assertThat(entries)
                .containsExactly(
                        lost("2026-10-01T01:00:00Z", Missed.PAUSED),
                        lost("2026-10-01T02:00:00Z", Missed.PAUSED),
                        lost("2026-10-01T03:00:00Z", Missed.PAUSED),
                        planned("2026-10-01T04:00:00Z"));
    }

    @Test
    void aClockThatGoesBackBringsNothingTwice() {
        Schedule schedule = schedule("0 * * * *", Overlap.ALLOW, CatchUp.LAST, 1);
        Decision ahead = deciding.decide(schedule, START.plus(Duration.ofDays(1)));

        Decision back = deciding.decide(at(schedule, ahead, null), START);

        assertThat(back.entries()).isEmpty();
        assertThat(back.settledUntil()).isEqualTo(ahead.settledUntil());
    }

    @Test
    void aClockThatLeapsToAnotherAgeEndsInBoundedSteps() {
        Schedule schedule = schedule("0 * * * *", Overlap.ALLOW, CatchUp.ALL, 100);
        Instant far = Instant.parse("2038-01-19T03:14:08Z");
        int fired = 0;
        int steps = 0;
        long ticks = 0;
        Decision decision;
        do {
            decision = deciding.decide(schedule, far);
            fired +=
                    (int)
                            decision.entries().stream()
                                    .filter(Entry.Planned.class::isInstance)
                                    .count();
            ticks += ticks(decision.entries());
            schedule = at(schedule, decision, null);
            steps++;
        } while (decision.settledUntil().isBefore(far));

        assertThat(fired).isLessThanOrEqualTo(25);
        assertThat(ticks).isEqualTo(Duration.between(START, far).toHours());
        assertThat(steps).isLessThan(25);
    }

    @Test
    void theFlexibleWindowGivesEachTickItsOwnShareAndAlwaysTheSame() {
        Schedule schedule = flexible(Duration.ofMinutes(15));
        List<Long> shares = new ArrayList<>();
        for (int hour = 1; hour <= 200; hour++) {
            Instant at = START.plus(Duration.ofHours(hour));
            assertThat(schedule.due(at)).isEqualTo(schedule.due(at));
            shares.add(Duration.between(at, schedule.due(at)).toSeconds());
        }

        assertThat(shares).allSatisfy(share -> assertThat(share).isBetween(0L, 899L));
        assertThat(shares.stream().distinct().count()).isGreaterThan(100);
    }

    /**
     * Clocks of three zones change in this month; the loop comes late, stands still, comes back.
     */
    @Test
    void inAMonthOfVirtualTimeEveryTickIsInTheLedgerOnce() {
        String[] expressions = {
            "*/5 * * * *",
            "30 2 * * *",
            "0 0 * * *",
            "15 1 L * *",
            "0 0/7 1-3 * * *",
            "rate(7 minutes)",
            "cron(0 8 ? * MON-FRI *)",
            "at(2026-10-25T02:30)"
        };
        String[] zones = {"Europe/Berlin", "Africa/Cairo", "Australia/Lord_Howe", "UTC"};
        Random random = new Random(20_261_001);
        for (String expression : expressions) {
            for (String zone : zones) {
                month(expression, zone, random);
            }
        }
    }

    private void month(String expression, String zone, Random random) {
        Timetable timetable =
                new Timetable(
                        Expression.parse(expression), java.time.ZoneId.of(zone), START, null, null);
        Schedule schedule =
                schedule(timetable, Overlap.ALLOW, new CatchUp("all", 3, Duration.ofDays(1)));
        Instant end = START.plus(Duration.ofDays(31));
        List<Entry> ledger = new ArrayList<>();
        for (Instant now = START; now.isBefore(end); now = now.plusSeconds(step(random))) {
            Decision decision = deciding.decide(schedule, now);
            long late =
                    decision.entries().stream()
                            .filter(Entry.Planned.class::isInstance)
                            .filter(late(now))
                            .count();
            assertThat(late).as(expression).isLessThanOrEqualTo(3);
            ledger.addAll(decision.entries());
            schedule = at(schedule, decision, null);
        }

        List<Tick> wanted = timetable.between(START, schedule.settledUntil(), 1_000_000);
        assertThat(ticks(ledger))
                .as("%s in %s".formatted(expression, zone))
                .isEqualTo(wanted.size());
        assertThat(ledger.stream().map(DecidingTests::place))
                .as("%s in %s".formatted(expression, zone))
                .doesNotHaveDuplicates();
    }

    private static java.util.function.Predicate<Entry> late(Instant now) {
        return entry -> entry.at().plus(LATE).isBefore(now);
    }

    /** Mostly a little, now and then an outage of hours. */
    private static long step(Random random) {
        return random.nextInt(20) == 0 ? random.nextInt(20_000) : 1 + random.nextInt(600);
    }

    private static String place(Entry entry) {
        return entry.at() + (entry instanceof Entry.Lost lost && lost.isLeap() ? " leap" : "");
    }

    private List<Instant> fired(Schedule schedule, Instant now) {
        return deciding.decide(schedule, now).entries().stream()
                .filter(Entry.Planned.class::isInstance)
                .map(Entry::at)
                .toList();
    }

    private static long ticks(List<Entry> entries) {
        return entries.stream()
                .mapToLong(
                        entry ->
                                switch (entry) {
                                    case Entry.Planned _ -> 1;
                                    case Entry.Lost lost -> lost.ticks();
                                })
                .sum();
    }

    private static Entry planned(String at) {
        return new Entry.Planned(Instant.parse(at), Instant.parse(at));
    }

    private static Entry lost(String at, Missed why) {
        return new Entry.Lost(Instant.parse(at), Instant.parse(at), 1, why);
    }

    private static Schedule flexible(Duration window) {
        Schedule plain = schedule("0 * * * *", Overlap.ALLOW, CatchUp.NONE, 0);
        return new Schedule(
                plain.id(),
                plain.account(),
                1,
                plain.timetable(),
                window,
                plain.overlap(),
                plain.catchUp(),
                START,
                null);
    }

    private static Schedule schedule(String expression, Overlap overlap, String policy, int limit) {
        return schedule(
                TimetableTests.of(expression, "UTC"),
                overlap,
                new CatchUp(policy, limit, Duration.ofDays(1)));
    }

    private static Schedule schedule(Timetable timetable, Overlap overlap, CatchUp catchUp) {
        return new Schedule(
                new TriggerId(new UUID(1, 2)),
                new AccountId(new UUID(3, 4)),
                1,
                timetable,
                Duration.ZERO,
                overlap,
                catchUp,
                START,
                null);
    }

    private static Schedule at(
            Schedule schedule, @Nullable Decision decision, Schedule.@Nullable Pause pause) {
        return new Schedule(
                schedule.id(),
                schedule.account(),
                schedule.revision(),
                schedule.timetable(),
                schedule.flexible(),
                schedule.overlap(),
                schedule.catchUp(),
                decision == null ? schedule.settledUntil() : decision.settledUntil(),
                pause);
    }
}
