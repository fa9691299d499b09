package dev.meterlark.trigger.schedule;

import dev.meterlark.invocation.Accepted;
import dev.meterlark.invocation.AsyncCall;
import dev.meterlark.invocation.AsyncCalls;
import dev.meterlark.invocation.AsyncStatus;
import dev.meterlark.invocation.AsyncTerms;
import dev.meterlark.invocation.SpendGuard;
import dev.meterlark.platform.DatabaseClock;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.trigger.Handover;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerId;
import dev.meterlark.trigger.schedule.Planning.Ripe;
import dev.meterlark.trigger.schedule.TickRows.Loss;
import dev.meterlark.trigger.schedule.TickRows.Open;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Offers ticks to the queue. A tick has fired when its row says so, which is written in the
 * transaction that accepts the call: never the one without the other. All of it is done by the one
 * thread of the loop but for the ends of promises, which are gathered for it.
 */
@Component
class Firing {

    private static final Logger LOG = LoggerFactory.getLogger(Firing.class);
    private static final Duration STUCK = Duration.ofSeconds(10);

    private final TickRows ticks;
    private final EnabledSchedules live;
    private final Handover handover;
    private final AsyncCalls calls;
    private final SpendGuard spend;
    private final ScheduledEvents events;
    private final ScheduleMetrics metrics;
    private final DatabaseClock clock;
    private final ScheduleProperties properties;
    private final Wake wake;
    private final Semaphore room;
    private final Queue<End> ends = new ConcurrentLinkedQueue<>();

    Firing(
            TickRows ticks,
            EnabledSchedules live,
            Handover handover,
            AsyncCalls calls,
            SpendGuard spend,
            ScheduledEvents events,
            ScheduleMetrics metrics,
            DatabaseClock clock,
            ScheduleProperties properties,
            Wake wake) {
        this.ticks = ticks;
        this.live = live;
        this.handover = handover;
        this.calls = calls;
        this.spend = spend;
        this.events = events;
        this.metrics = metrics;
        this.clock = clock;
        this.properties = properties;
        this.wake = wake;
        this.room = new Semaphore(properties.inFlight());
    }

    /** How offering a tick ended, other than in a call. */
    private sealed interface End {

        record Lost(Loss loss) implements End {}

        record Again(Open tick) implements End {}
    }

    void fire(List<Ripe> ripe, Instant now) {
        Map<TriggerId, Trigger<ScheduleSettings>> triggers =
                live.of(ripe.stream().map(Ripe::schedule).distinct().toList());
        for (Ripe each : ripe) {
            Trigger<ScheduleSettings> trigger = triggers.get(each.tick().trigger());
            if (trigger == null) {
                lost(each.tick(), Missed.PAUSED, null);
            } else if (isOverdue(each, now)) {
                lost(each.tick(), Missed.OUTAGE, null);
            } else {
                fire(each, trigger, now);
            }
        }
    }

    private void fire(Ripe ripe, Trigger<ScheduleSettings> trigger, Instant now) {
        try {
            ifNothingOverlaps(ripe, trigger, now);
        } catch (RefusedException e) {
            refused(ripe.tick(), e);
        }
    }

    /** Planned, and then nobody was there; its schedule does not catch up. */
    private boolean isOverdue(Ripe ripe, Instant now) {
        CatchUp catchUp = ripe.schedule().catchUp();
        Duration allowed =
                catchUp.limit() == 0
                        ? properties.lateAfter()
                        : properties.giveUpAfter().plus(catchUp.window());
        Instant due = ripe.tick().due();
        Duration stopped = spend.stopped(ripe.tick().account(), due, now);
        return due.plus(allowed).plus(stopped).isBefore(now);
    }

    private void ifNothingOverlaps(Ripe ripe, Trigger<ScheduleSettings> trigger, Instant now) {
        Open tick = ripe.tick();
        Overlap overlap = ripe.schedule().overlap();
        if (overlap == Overlap.ALLOW) {
            offer(tick, trigger, now);
            return;
        }
        TickRows.Before before = ticks.before(tick).orElse(null);
        if (before == null || hasEnded(tick, before)) {
            offer(tick, trigger, now);
        } else if (overlap == Overlap.BUFFER && before.call() != null) {
            ticks.lookAgain(List.of(tick), now.plus(properties.overlapEvery()));
        } else {
            lost(tick, Missed.OVERLAP, null);
        }
    }

    private boolean hasEnded(Open tick, TickRows.Before before) {
        InvocationId call = before.call();
        if (call == null) {
            return false;
        }
        AsyncStatus status = calls.find(tick.account(), call).map(AsyncCall::status).orElse(null);
        return status != AsyncStatus.QUEUED && status != AsyncStatus.RUNNING;
    }

    private void offer(Open tick, Trigger<ScheduleSettings> trigger, Instant now) {
        if (!hasRoom()) {
            ends.add(new End.Again(tick));
            return;
        }
        DurableSteps.reached("schedule.fires");
        AsyncTerms terms =
                AsyncTerms.at(tick.due().isAfter(now) ? tick.due() : now)
                        .with(call -> ticks.fire(tick, call, clock.now()));
        handover.event(trigger, events.of(trigger, tick.at()), terms)
                .whenComplete((accepted, failure) -> ended(tick, accepted, failure));
    }

    private boolean hasRoom() {
        try {
            return room.tryAcquire(STUCK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void ended(
            Open tick, @Nullable Optional<Accepted> accepted, @Nullable Throwable failure) {
        room.release();
        if (failure != null) {
            refused(tick, failure);
        } else if (accepted == null || accepted.isEmpty()) {
            lost(tick, Missed.FILTERED, null);
        } else {
            metrics.fired(Duration.between(tick.due(), clock.now()));
        }
    }

    /** What has no room now may find some later; the others are told why. */
    private void refused(Open tick, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(cause instanceof RefusedException refusal)) {
            LOG.warn("tick {} of schedule {} failed", tick.at(), tick.trigger(), failure);
            add(new End.Again(tick));
            return;
        }
        Instant now = clock.now();
        Duration stopped = spend.stopped(tick.account(), tick.due(), now);
        Instant giveUp = tick.due().plus(properties.giveUpAfter()).plus(stopped);
        if (refusal.code().retryable() && now.isBefore(giveUp)) {
            add(new End.Again(tick));
            return;
        }
        lost(tick, Missed.REFUSED, refusal.publicText());
    }

    private void lost(Open tick, Missed why, @Nullable String detail) {
        add(new End.Lost(new Loss(tick, why, detail)));
    }

    private void add(End end) {
        ends.add(end);
        wake.up();
    }

    /** Writes what came of ticks that did not fire. One that is settled by now stays as it is. */
    void settle(Instant now) {
        List<Loss> losses = new ArrayList<>();
        List<Open> again = new ArrayList<>();
        for (End end = ends.poll(); end != null; end = ends.poll()) {
            switch (end) {
                case End.Lost(Loss loss) -> losses.add(loss);
                case End.Again(Open tick) -> again.add(tick);
            }
        }
        if (!losses.isEmpty()) {
            ticks.lose(losses, now);
            losses.forEach(loss -> metrics.missed(loss.why()));
        }
        if (!again.isEmpty()) {
            ticks.lookAgain(again, now.plus(properties.retryEvery()));
        }
    }

    /** As whom the audit log knows it. */
    private static Caller itself(Open tick) {
        return new Caller(tick.account(), "", "", "trigger:" + tick.trigger(), Set.of());
    }

    /**
     * The schedule was paused, changed or deleted after the tick was decided on and before its
     * time.
     *
     * @param schedule null when it was deleted
     * @return what is to be offered anew at once
     */
    Optional<Ripe> callOff(Open tick, @Nullable Schedule schedule, Instant now) {
        boolean free = tick.call() == null || isCancelled(tick, tick.call());
        if (schedule == null) {
            ticks.delete(tick);
        } else if (!free) {
            ticks.stands(tick);
        } else if (schedule.firesAt(tick.at())) {
            return again(tick, schedule, now);
        } else {
            Missed why = schedule.wasPaused(tick.at()) ? Missed.PAUSED : Missed.CHANGED;
            ticks.lose(List.of(new Loss(tick, why, null)), now);
        }
        return Optional.empty();
    }

    private boolean isCancelled(Open tick, InvocationId call) {
        AsyncStatus status = calls.cancel(itself(tick), call).map(AsyncCall::status).orElse(null);
        return status == AsyncStatus.CANCELLED;
    }

    private Optional<Ripe> again(Open tick, Schedule schedule, Instant now) {
        Instant due = schedule.due(tick.at());
        boolean atOnce = schedule.overlap() == Overlap.ALLOW;
        ticks.planAgain(tick, due, atOnce ? now.plus(properties.lease()) : due);
        var open =
                new Open(tick.trigger(), tick.account(), tick.at(), due, TickState.PLANNED, null);
        return atOnce ? Optional.of(new Ripe(schedule, open)) : Optional.empty();
    }
}
