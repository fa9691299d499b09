package dev.meterlark.trigger.schedule;

import dev.meterlark.invocation.AsyncTerms;
import dev.meterlark.platform.DatabaseClock;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.trigger.Handover;
import dev.meterlark.trigger.Handover.Given;
import dev.meterlark.trigger.Handover.Pushed;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerId;
import dev.meterlark.trigger.schedule.Planning.Ripe;
import dev.meterlark.trigger.schedule.TickRows.Fate;
import dev.meterlark.trigger.schedule.TickRows.Open;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Fires ticks in the very transaction that plans them, so that ledger and calls are written by a
 * few statements for some hundreds of them. What does not go so is left to {@link Firing}, which
 * offers one after the other.
 */
@Component
class FiringTogether {

    private final EnabledSchedules live;
    private final Handover handover;
    private final ScheduledEvents events;
    private final ScheduleMetrics metrics;
    private final DatabaseClock clock;
    private final ScheduleProperties properties;

    FiringTogether(
            EnabledSchedules live,
            Handover handover,
            ScheduledEvents events,
            ScheduleMetrics metrics,
            DatabaseClock clock,
            ScheduleProperties properties) {
        this.live = live;
        this.handover = handover;
        this.events = events;
        this.metrics = metrics;
        this.clock = clock;
        this.properties = properties;
    }

    /**
     * @param ripe of schedules whose ticks may overlap
     * @return what became of them if the transaction is committed; of the others, it is open
     */
    Map<Open, Fate> fire(List<Ripe> ripe, Instant now) {
        Map<TriggerId, Trigger<ScheduleSettings>> triggers =
                live.of(ripe.stream().map(Ripe::schedule).distinct().toList());
        List<Open> ticks =
                ripe.stream()
                        .map(Ripe::tick)
                        .filter(tick -> triggers.containsKey(tick.trigger()))
                        .toList();
        if (ticks.isEmpty()) {
            return Map.of();
        }
        DurableSteps.reached("schedule.fires");
        List<Given> given =
                handover.within(
                        ticks.stream()
                                .map(tick -> pushed(tick, triggerOf(tick, triggers), now))
                                .toList());
        Map<Open, Fate> fates = new HashMap<>();
        Instant accepted = clock.now();
        for (int i = 0; i < ticks.size(); i++) {
            fates.put(ticks.get(i), fate(given.get(i), now, accepted));
        }
        countAfterCommit(fates);
        return fates;
    }

    private static Trigger<ScheduleSettings> triggerOf(
            Open tick, Map<TriggerId, Trigger<ScheduleSettings>> triggers) {
        return Objects.requireNonNull(triggers.get(tick.trigger()));
    }

    private Pushed pushed(Open tick, Trigger<ScheduleSettings> trigger, Instant now) {
        Instant start = tick.due().isAfter(now) ? tick.due() : now;
        return new Pushed(trigger, events.of(trigger, tick.at()), AsyncTerms.at(start));
    }

    private Fate fate(Given given, Instant now, Instant accepted) {
        return switch (given) {
            case Given.Kept(InvocationId call) -> new Fate.Fired(call, accepted);
            case Given.Unwanted _ -> new Fate.Lost(Missed.FILTERED, null);
            case Given.Refused(RefusedException why) when why.code().retryable() ->
                    new Fate.Waits(now.plus(properties.retryEvery()));
            case Given.Refused(RefusedException why) ->
                    new Fate.Lost(Missed.REFUSED, why.publicText());
        };
    }

    private void countAfterCommit(Map<Open, Fate> fates) {
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        fates.forEach(FiringTogether.this::count);
                    }
                });
    }

    private void count(Open tick, Fate fate) {
        switch (fate) {
            case Fate.Fired _ -> metrics.fired(Duration.between(tick.due(), clock.now()));
            case Fate.Lost(Missed why, _) -> metrics.missed(why);
            case Fate.Waits _ -> {}
        }
    }
}
