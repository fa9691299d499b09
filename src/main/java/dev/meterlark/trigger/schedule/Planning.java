package dev.meterlark.trigger.schedule;

import dev.meterlark.platform.DurableSteps;
import dev.meterlark.trigger.schedule.Decision.Entry;
import dev.meterlark.trigger.schedule.TickRows.Fate;
import dev.meterlark.trigger.schedule.TickRows.NewRow;
import dev.meterlark.trigger.schedule.TickRows.Open;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes the next ticks of schedules into the ledger, and how far each is settled, in one
 * transaction: a tick is decided on once, by one node.
 */
@Component
class Planning {

    private static final Logger LOG = LoggerFactory.getLogger(Planning.class);

    /** Of one schedule and decision: enough for an outage of an hour, told in one row. */
    private static final int MOST_TICKS = 5_000;

    /** Beyond these no lead suffices. */
    private static final int MOST_COUNTED = 100_000;

    private static final Duration PUT_OFF = Duration.ofMinutes(1);
    private static final Duration LOOK_SOON = Duration.ofMillis(1);

    private final ScheduleRows schedules;
    private final TickRows ticks;
    private final TransactionTemplate transaction;
    private final ScheduleProperties properties;
    private final Pace pace;

    Planning(
            ScheduleRows schedules,
            TickRows ticks,
            PlatformTransactionManager transactions,
            ScheduleProperties properties) {
        this.schedules = schedules;
        this.ticks = ticks;
        this.transaction = new TransactionTemplate(transactions);
        this.properties = properties;
        this.pace = new Pace(properties.ahead(), properties.longestAhead());
    }

    /**
     * @param ripe what this node is to offer to the queue now
     * @param more whether there may be more to plan at once
     */
    record Planned(List<Ripe> ripe, boolean more) {}

    /** A tick that this node has for a while, and its schedule. */
    record Ripe(Schedule schedule, Open tick) {}

    /** Fires in the transaction that plans. */
    interface Together {

        Together NONE = (_, _) -> Map.of();

        /**
         * @return what became of ticks if the transaction is committed; the others are open
         */
        Map<Open, Fate> fire(List<Ripe> ripe, Instant now);
    }

    /** What is looked at in one transaction, and how far ahead. */
    private record Look(Instant now, Duration ahead, int most, Together together) {

        private Look with(int fewer, Together other) {
            return new Look(now, ahead, fewer, other);
        }
    }

    Planned plan(Instant now, Together together) {
        Duration reach = properties.longestAhead().minus(properties.ahead());
        Duration ahead = pace.ahead(schedules.lookedAtUntil(now.plus(reach), MOST_COUNTED));
        var look = new Look(now, ahead, properties.batch(), together);
        try {
            return plan(look);
        } catch (RuntimeException e) {
            LOG.warn("ticks of a batch of schedules were not accepted together", e);
            return alone(look);
        }
    }

    /** What fails one tick must not fail the others: they are planned, and offered one by one. */
    private Planned alone(Look look) {
        try {
            return plan(look.with(look.most, Together.NONE));
        } catch (DataIntegrityViolationException e) {
            LOG.error("a batch of schedules could not be planned; one after the other now", e);
            return oneByOne(look.with(1, Together.NONE));
        }
    }

    private Planned plan(Look look) {
        return Objects.requireNonNull(
                transaction.execute(
                        _ -> {
                            DurableSteps.commit("schedule.plan");
                            return planned(look);
                        }));
    }

    private Planned planned(Look look) {
        long began = System.nanoTime();
        List<Schedule> claimed = claimed(look);
        List<Decided> decided = decided(claimed, look);
        List<Ripe> ripe = decided.stream().flatMap(Decided::ripe).toList();
        Map<Open, Fate> fates = look.together.fire(ripe, look.now);
        ticks.insert(rows(decided, fates, look.now), look.now);
        schedules.settle(decided.stream().map(this::looked).toList());
        pace.went(fates.size(), Duration.ofNanos(System.nanoTime() - began));
        return new Planned(
                ripe.stream().filter(each -> !fates.containsKey(each.tick())).toList(),
                claimed.size() == look.most || decided.size() < claimed.size());
    }

    private record Decided(Schedule schedule, Decision decision) {

        /** Where ticks must not overlap, the one before has to be looked at first. */
        private Stream<Ripe> ripe() {
            return schedule.overlap() == Overlap.ALLOW
                    ? decision.entries().stream()
                            .filter(Entry.Planned.class::isInstance)
                            .map(Entry.Planned.class::cast)
                            .map(planned -> new Ripe(schedule, open(schedule, planned)))
                    : Stream.empty();
        }
    }

    /** As many as are enough for one transaction; what is left is looked at again at once. */
    private List<Decided> decided(List<Schedule> claimed, Look look) {
        Deciding deciding = deciding(look.ahead);
        List<Decided> decided = new ArrayList<>();
        long entries = 0;
        for (Schedule schedule : claimed) {
            if (entries > properties.inFlight()) {
                break;
            }
            Decision decision = deciding.decide(schedule, look.now);
            decided.add(new Decided(schedule, decision));
            entries += decision.entries().size();
        }
        return decided;
    }

    private Deciding deciding(Duration ahead) {
        return new Deciding(ahead, properties.lateAfter(), MOST_TICKS);
    }

    private List<Schedule> claimed(Look look) {
        Instant until = look.now.plus(look.ahead).minus(properties.ahead());
        return schedules.claim(look.now, until, look.most);
    }

    private List<NewRow> rows(List<Decided> decided, Map<Open, Fate> fates, Instant now) {
        List<NewRow> rows = new ArrayList<>();
        for (Decided each : decided) {
            for (Entry entry : each.decision.entries()) {
                rows.add(new NewRow(each.schedule, entry, fate(each.schedule, entry, fates, now)));
            }
        }
        return rows;
    }

    private Fate fate(Schedule schedule, Entry entry, Map<Open, Fate> fates, Instant now) {
        return switch (entry) {
            case Entry.Planned planned when schedule.overlap() == Overlap.ALLOW ->
                    fates.getOrDefault(
                            open(schedule, planned), new Fate.Waits(now.plus(properties.lease())));
            case Entry.Planned planned -> new Fate.Waits(planned.due());
            case Entry.Lost lost -> new Fate.Lost(lost.why(), null);
        };
    }

    private static Open open(Schedule schedule, Entry.Planned planned) {
        return new Open(
                schedule.id(),
                schedule.account(),
                planned.at(),
                planned.due(),
                TickState.PLANNED,
                null);
    }

    private ScheduleRows.Looked looked(Decided decided) {
        Instant next = decided.decision.next();
        Schedule schedule = decided.schedule;
        return new ScheduleRows.Looked(
                schedule.id(),
                decided.decision.settledUntil(),
                next == null ? null : look(schedule, next));
    }

    /** When the tick of that moment is to be planned. */
    Instant look(Schedule schedule, Instant moment) {
        return schedule.overlap() == Overlap.ALLOW
                ? moment.minus(properties.ahead()).plus(LOOK_SOON)
                : moment;
    }

    /** A schedule whose rows the database does not take must not hold up the others. */
    private Planned oneByOne(Look look) {
        List<Ripe> ripe = new ArrayList<>();
        for (int i = 0; i < properties.batch(); i++) {
            try {
                Planned one = plan(look);
                ripe.addAll(one.ripe());
                if (!one.more()) {
                    return new Planned(ripe, false);
                }
            } catch (DataIntegrityViolationException e) {
                putOff(look, e);
            }
        }
        return new Planned(ripe, true);
    }

    private void putOff(Look look, DataIntegrityViolationException why) {
        transaction.executeWithoutResult(
                _ -> {
                    for (Schedule each : claimed(look)) {
                        LOG.error("schedule {} is put off by {}", each.id(), PUT_OFF, why);
                        schedules.settle(
                                List.of(
                                        new ScheduleRows.Looked(
                                                each.id(),
                                                each.settledUntil(),
                                                look.now.plus(PUT_OFF))));
                    }
                });
    }

    /**
     * Plans, in the caller's transaction, what a schedule has now that it had not before it was
     * changed: of the time to come that was settled already.
     */
    void fill(Schedule schedule, Instant now) {
        if (!schedule.settledUntil().isAfter(now)) {
            return;
        }
        Set<Instant> known = ticks.known(schedule.id(), now);
        List<NewRow> rows =
                deciding(properties.ahead()).settled(schedule, now).stream()
                        .filter(entry -> !known.contains(entry.at()))
                        .map(entry -> new NewRow(schedule, entry, filled(schedule, entry, now)))
                        .toList();
        ticks.insert(rows, now);
    }

    private static Fate filled(Schedule schedule, Entry entry, Instant now) {
        return switch (entry) {
            case Entry.Planned planned ->
                    new Fate.Waits(schedule.overlap() == Overlap.ALLOW ? now : planned.due());
            case Entry.Lost lost -> new Fate.Lost(lost.why(), null);
        };
    }

    /**
     * The rest of what a schedule had to say, in the caller's transaction: before it is changed,
     * all that was left is missed.
     *
     * @return how far it is settled then: to now, or further
     */
    Instant close(Schedule schedule, Instant now) {
        Instant settled = schedule.settledUntil();
        while (settled.isBefore(now)) {
            Decision decision = deciding(properties.ahead()).close(schedule, settled, now);
            var decided = List.of(new Decided(schedule, decision));
            ticks.insert(rows(decided, Map.of(), now), now);
            settled = decision.settledUntil();
        }
        return settled;
    }
}
