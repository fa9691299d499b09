package dev.meterlark.trigger.schedule;

import dev.meterlark.platform.DatabaseClock;
import dev.meterlark.trigger.Capabilities;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerKind;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Triggers of the type {@code schedule}: each has a schedule beside it, which the loop works on.
 */
@Component
class ScheduleTrigger implements TriggerKind<ScheduleSettings> {

    static final String TYPE = "schedule";
    static final int SHOWN_RUNS = 10;

    private final ScheduleRows schedules;
    private final TickRows ticks;
    private final Planning planning;
    private final ScheduledEvents events;
    private final DatabaseClock clock;
    private final Wake wake;

    ScheduleTrigger(
            ScheduleRows schedules,
            TickRows ticks,
            Planning planning,
            ScheduledEvents events,
            DatabaseClock clock,
            Wake wake) {
        this.schedules = schedules;
        this.ticks = ticks;
        this.planning = planning;
        this.events = events;
        this.clock = clock;
        this.wake = wake;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Class<ScheduleSettings> configuration() {
        return ScheduleSettings.class;
    }

    @Override
    public ScheduleSettings checked(Trigger<ScheduleSettings> wanted) {
        ScheduleSettings settings = wanted.configuration();
        settings.requireToCome(settings.timetable(wanted.createdAt()), clock.now());
        return settings;
    }

    @Override
    public Capabilities capabilities() {
        return Capabilities.SINGLE;
    }

    @Override
    public JsonNode sample(Trigger<ScheduleSettings> trigger) {
        return events.of(trigger, clock.now());
    }

    @Override
    public Map<String, Object> facts(Trigger<ScheduleSettings> trigger) {
        ScheduleSettings settings = trigger.configuration();
        Map<String, Object> facts = new LinkedHashMap<>();
        String words = Words.of(settings.text());
        if (words != null) {
            facts.put("description", words);
        }
        List<Instant> next =
                trigger.isEnabled()
                        ? settings.timetable(trigger.createdAt()).firing(clock.now(), SHOWN_RUNS)
                        : List.of();
        facts.put("nextRuns", next);
        return facts;
    }

    @Override
    public void made(Trigger<ScheduleSettings> trigger) {
        Instant now = clock.now();
        Schedule.Pause pause = trigger.isEnabled() ? null : new Schedule.Pause(now, null);
        Schedule schedule = schedule(trigger, now, pause);
        schedules.insert(schedule, trigger.configuration().text(), look(trigger, schedule));
        wakeAfterCommit();
    }

    /**
     * Other settings hold from now on: what was put into the queue before its time is called off,
     * and put there anew if it is still to be. A pause calls it off for good.
     */
    @Override
    public void changed(Trigger<ScheduleSettings> before, Trigger<ScheduleSettings> after) {
        Instant now = clock.now();
        Schedule was =
                schedules
                        .lock(after.id())
                        .orElseThrow(
                                () -> new IllegalStateException("no schedule of " + after.id()));
        boolean other = !before.configuration().equals(after.configuration());
        Instant settled = other ? planning.close(was, now) : was.settledUntil();
        Schedule.Pause pause = pause(was, other, before.isEnabled(), after.isEnabled(), now);
        Schedule schedule = schedule(after, settled, pause);
        schedules.update(schedule, after.configuration().text(), look(after, schedule));
        if (after.isEnabled()) {
            ticks.recall(after.id(), now);
            planning.fill(schedule, now);
        } else {
            ticks.callOff(after.id(), Missed.PAUSED, now);
        }
        wakeAfterCommit();
    }

    private static Schedule.@Nullable Pause pause(
            Schedule was, boolean other, boolean ran, boolean runs, Instant now) {
        Schedule.Pause last = other ? null : was.pause();
        if (runs) {
            return last == null || ran ? last : new Schedule.Pause(last.from(), now);
        }
        if (last == null) {
            return new Schedule.Pause(now, null);
        }
        Instant until = last.until();
        boolean open = until == null || was.settledUntil().isBefore(until);
        return new Schedule.Pause(open ? last.from() : now, null);
    }

    private static Schedule schedule(
            Trigger<ScheduleSettings> trigger,
            Instant settledUntil,
            Schedule.@Nullable Pause pause) {
        ScheduleSettings settings = trigger.configuration();
        return new Schedule(
                trigger.id(),
                trigger.account(),
                trigger.revision(),
                settings.timetable(trigger.createdAt()),
                settings.flexible(),
                settings.overlapPolicy(),
                settings.catchUpPolicy(),
                settledUntil,
                pause);
    }

    private @Nullable Instant look(Trigger<ScheduleSettings> trigger, Schedule schedule) {
        Instant next =
                trigger.isEnabled() ? schedule.timetable().next(schedule.settledUntil()) : null;
        return next == null ? null : planning.look(schedule, next);
    }

    @Override
    public void removed(Trigger<ScheduleSettings> trigger) {
        ticks.callOff(trigger.id(), Missed.CHANGED, clock.now());
        ticks.deleteSettled(trigger.id());
        schedules.delete(trigger.id());
        wakeAfterCommit();
    }

    private void wakeAfterCommit() {
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        wake.up();
                    }
                });
    }
}
