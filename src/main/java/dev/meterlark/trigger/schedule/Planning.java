package dev.meterlark.trigger.schedule;

import dev.meterlark.platform.DurableSteps;
import dev.meterlark.trigger.schedule.Decision.Entry;
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
import java.util.Objects;

/**
 * Writes the next ticks of schedules into the ledger, and how far each is settled, in one
 * transaction: a tick is decided on once, by one node.
 */
@Component
class Planning {

    private static final Logger LOG = LoggerFactory.getLogger(Planning.class);

    /** Of one schedule and decision: enough for an outage of an hour, told in one row. */
    private static final int MOST_TICKS = 5_000;

    private static final Duration PUT_OFF = Duration.ofMinutes(1);
    private static final Duration LOOK_SOON = Duration.ofMillis(1);

    private final ScheduleRows schedules;
    private final TickRows ticks;
    private final TransactionTemplate transaction;
    private final ScheduleProperties properties;
    private final Deciding deciding;

    Planning(
            ScheduleRows schedules,
            TickRows ticks,
            PlatformTransactionManager transactions,
            ScheduleProperties properties) {
        this.schedules = schedules;
        this.ticks = ticks;
        this.transaction = new TransactionTemplate(transactions);
        this.properties = properties;
        this.deciding = new Deciding(properties.ahead(), properties.lateAfter(), MOST_TICKS);
    }

    /**
     * @param ripe what this node is to offer to the queue now
     * @param more whether there may be more to plan at once
     */
    record Planned(List<Ripe> ripe, boolean more) {}

    /** A tick that this node has for a while, and its schedule. */
    record Ripe(Schedule schedule, Open tick) {}

    Planned plan(Instant now) {
        try {
            return plan(now, properties.batch());
        } catch (DataIntegrityViolationException e) {
            LOG.error("a batch of schedules could not be planned; one after the other now", e);
            return oneByOne(now);
        }
    }

    private Planned plan(Instant now, int most) {
        return Objects.requireNonNull(
                transaction.execute(
                        _ -> {
                            DurableSteps.commit("schedule.plan");
                            return planned(schedules.claim(now, most), now, most);
                        }));
    }

    private Planned planned(List<Schedule> claimed, Instant now, int most) {
        List<NewRow> rows = new ArrayList<>();
        List<Ripe> ripe = new ArrayList<>();
        List<ScheduleRows.Looked> looked = new ArrayList<>();
        for (Schedule schedule : claimed) {
            Decision decision = deciding.decide(schedule, now);
            decision.entries().forEach(entry -> add(schedule, entry, now, rows, ripe));
            looked.add(looked(schedule, decision));
        }
        ticks.insert(rows, now);
        schedules.settle(looked);
        return new Planned(ripe, claimed.size() == most);
    }

    private void add(
            Schedule schedule, Entry entry, Instant now, List<NewRow> rows, List<Ripe> ripe) {
        switch (entry) {
            case Entry.Planned planned when schedule.overlap() == Overlap.ALLOW -> {
                rows.add(new NewRow(schedule, planned, now.plus(properties.lease())));
                ripe.add(new Ripe(schedule, open(schedule, planned)));
            }
            case Entry.Planned planned -> rows.add(new NewRow(schedule, planned, planned.due()));
            case Entry.Lost lost -> rows.add(new NewRow(schedule, lost, null));
        }
    }

    private static Open open(Schedule schedule, Entry.Planned planned) {
        return new Open(schedule.id(), schedule.account(), planned.at(), planned.due(), null);
    }

    private ScheduleRows.Looked looked(Schedule schedule, Decision decision) {
        Instant next = decision.next();
        return new ScheduleRows.Looked(
                schedule.id(), decision.settledUntil(), next == null ? null : look(schedule, next));
    }

    /** When the tick of that moment is to be planned. */
    Instant look(Schedule schedule, Instant moment) {
        return schedule.overlap() == Overlap.ALLOW
                ? moment.minus(properties.ahead()).plus(LOOK_SOON)
                : moment;
    }

    /** A schedule whose rows the database does not take must not hold up the others. */
    private Planned oneByOne(Instant now) {
        List<Ripe> ripe = new ArrayList<>();
        for (int i = 0; i < properties.batch(); i++) {
            try {
                Planned one = plan(now, 1);
                ripe.addAll(one.ripe());
                if (!one.more()) {
                    return new Planned(ripe, false);
                }
            } catch (DataIntegrityViolationException e) {
                putOff(now, e);
            }
        }
        return new Planned(ripe, true);
    }

    private void putOff(Instant now, DataIntegrityViolationException why) {
        transaction.executeWithoutResult(
                _ -> {
                    for (Schedule each : schedules.claim(now, 1)) {
                        LOG.error("schedule {} is put off by {}", each.id(), PUT_OFF, why);
                        schedules.settle(
                                List.of(
                                        new ScheduleRows.Looked(
                                                each.id(),
                                                each.settledUntil(),
                                                now.plus(PUT_OFF))));
                    }
                });
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
            Decision decision = deciding.close(schedule, settled, now);
            ticks.insert(
                    decision.entries().stream()
                            .map(entry -> new NewRow(schedule, entry, null))
                            .toList(),
                    now);
            settled = decision.settledUntil();
        }
        return settled;
    }
}
