package dev.meterlark.trigger.schedule;

import static java.util.Comparator.comparing;

import dev.meterlark.platform.DatabaseClock;
import dev.meterlark.trigger.TriggerId;
import dev.meterlark.trigger.schedule.Planning.Ripe;
import dev.meterlark.trigger.schedule.TickRows.Open;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Plans ticks and offers them to the queue for as long as the node runs. Any number of nodes do so
 * on one database; what one has in hand, the others pass over, and take over when its time is up.
 */
@Component
class ScheduleLoop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ScheduleLoop.class);
    private static final Duration PARTING = Duration.ofSeconds(5);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(5);

    private final Planning planning;
    private final ScheduleRows schedules;
    private final TickRows ticks;
    private final Firing firing;
    private final FiringTogether together;
    private final DatabaseClock clock;
    private final ScheduleProperties properties;
    private final Wake wake;
    private volatile boolean running;
    private volatile @Nullable Thread thread;

    ScheduleLoop(
            Planning planning,
            ScheduleRows schedules,
            TickRows ticks,
            Firing firing,
            FiringTogether together,
            DatabaseClock clock,
            ScheduleProperties properties,
            Wake wake) {
        this.planning = planning;
        this.schedules = schedules;
        this.ticks = ticks;
        this.firing = firing;
        this.together = together;
        this.clock = clock;
        this.properties = properties;
        this.wake = wake;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("schedules").daemon().start(this::run);
    }

    private void run() {
        while (running) {
            try {
                if (!round(clock.now())) {
                    wake.await(untilNext());
                }
            } catch (InterruptedException e) {
                return; // nobody has a reason to
            } catch (RuntimeException e) {
                LOG.warn("schedules could not be worked on; trying again", e);
                rest();
            }
        }
    }

    /**
     * @return whether there may be more to do at once
     */
    boolean round(Instant now) {
        firing.settle(now);
        Planning.Planned planned = planning.plan(now, together::fire);
        firing.fire(planned.ripe(), now);
        List<Open> open = ticks.claim(now, now.plus(properties.lease()), properties.batch());
        if (!open.isEmpty()) {
            takeUp(open, now);
        }
        firing.settle(now);
        return planned.more() || open.size() >= properties.batch();
    }

    private void takeUp(List<Open> open, Instant now) {
        Map<TriggerId, Schedule> found =
                schedules.all(open.stream().map(Open::trigger).distinct().toList());
        List<Ripe> ripe = new ArrayList<>();
        for (Open tick : open.stream().sorted(comparing(Open::at)).toList()) {
            Schedule schedule = found.get(tick.trigger());
            if (tick.state() == TickState.CALLED_OFF) {
                firing.callOff(tick, schedule, now).ifPresent(ripe::add);
            } else if (schedule == null) {
                ticks.delete(tick);
            } else {
                ripe.add(new Ripe(schedule, tick));
            }
        }
        firing.fire(ripe, now);
    }

    private Duration untilNext() {
        Instant now = clock.now();
        Duration wait = properties.pollEvery();
        for (Instant next :
                List.of(
                        schedules.firstLook().orElse(Instant.MAX),
                        ticks.firstLook().orElse(Instant.MAX))) {
            if (next.isBefore(now.plus(wait))) {
                wait = Duration.between(now, next);
            }
        }
        return wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait;
    }

    private void rest() {
        try {
            wake.await(properties.pollEvery());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is being accepted is settled in its own transaction, with or without this node. */
    @Override
    public void stop() {
        running = false;
        wake.up();
        Thread rounds = thread;
        if (rounds != null) {
            try {
                rounds.join(PARTING);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** From after the queue is there until before it goes. */
    @Override
    public int getPhase() {
        return 2;
    }
}
