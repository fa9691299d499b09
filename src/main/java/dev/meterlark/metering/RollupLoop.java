package dev.meterlark.metering;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.meterlark.metering.Marks.Hour;
import dev.meterlark.metering.Marks.Mark;
import dev.meterlark.platform.HeldLease;
import dev.meterlark.platform.Leases;
import dev.meterlark.platform.OfDatabase;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Has what is marked summed up, by one node at a time. The scheduler's thread, which all wait for,
 * only begins it: a thread of its own does it, and none is begun before the last one has ended.
 */
@Component
class RollupLoop implements SchedulingConfigurer, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(RollupLoop.class);
    private static final String LEASE = "metering/rollups";
    private static final Duration LAST_HOUR = Duration.ofSeconds(10);

    private final Marks marks;
    private final DayRollups days;
    private final RollingUp rolling;
    private final Leases leases;
    private final RollupProperties properties;
    private final InstantSource clock;
    private volatile @Nullable HeldLease held;
    private volatile @Nullable Thread thread;
    private volatile boolean stopping;

    RollupLoop(
            Marks marks,
            DayRollups days,
            RollingUp rolling,
            Leases leases,
            RollupProperties properties,
            @OfDatabase InstantSource clock) {
        this.marks = marks;
        this.days = days;
        this.rolling = rolling;
        this.leases = leases;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(this::begin, properties.every());
    }

    private void begin() {
        Thread last = thread;
        if (!stopping && (last == null || !last.isAlive())) {
            thread = Thread.ofVirtual().name("usage-rollups").start(this::look);
        }
    }

    /** What could not be done stays marked, and readers do without it until the next time. */
    void look() {
        try {
            if (workOff(marks::due, this::hours)) {
                workOff(days::due, this::days);
            }
        } catch (RuntimeException e) {
            LOG.warn("usage could not be summed up; it is later", e);
        }
    }

    /** A piece of work for whoever holds the lease; false when that is somebody else by now. */
    private interface Piece {

        boolean isDone(HeldLease lease, Instant now);
    }

    /**
     * @return whether nothing that is due is left
     */
    private <T> boolean workOff(
            Function<Instant, List<T>> due, Function<List<T>, List<Piece>> pieces) {
        List<T> found;
        do {
            HeldLease lease = hold();
            if (lease == null) {
                return false;
            }
            found = due.apply(clock.instant());
            if (!areDone(lease, pieces.apply(found))) {
                return false;
            }
        } while (found.size() == properties.marks());
        return true;
    }

    private List<Piece> hours(List<Mark> due) {
        Map<Hour, List<Mark>> hours =
                due.stream().collect(groupingBy(Mark::hour, LinkedHashMap::new, toList()));
        List<Piece> pieces = new ArrayList<>(hours.size());
        hours.forEach(
                (hour, of) -> pieces.add((lease, now) -> rolling.settle(lease, hour, of, now)));
        return pieces;
    }

    private List<Piece> days(List<DayRollups.Day> due) {
        return due.stream().<Piece>map(day -> (lease, _) -> rolling.sumUp(lease, day)).toList();
    }

    private boolean areDone(HeldLease lease, List<Piece> pieces) {
        Instant renewed = clock.instant();
        for (Piece each : pieces) {
            Instant now = clock.instant();
            if (stopping) {
                return false;
            }
            if (renewed.plus(properties.lease().dividedBy(3)).isBefore(now)) {
                if (!leases.renew(lease, properties.lease())) {
                    return false;
                }
                renewed = now;
            }
            if (!each.isDone(lease, now)) {
                return false;
            }
        }
        return true;
    }

    private @Nullable HeldLease hold() {
        HeldLease before = held;
        if (before == null || !leases.renew(before, properties.lease())) {
            held = leases.take(LEASE, properties.lease()).orElse(null);
        }
        return held;
    }

    @Override
    public void destroy() {
        stopping = true;
        Thread last = thread;
        try {
            if (last != null) {
                last.join(LAST_HOUR);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        release();
    }

    /** Another node may from now on. */
    void release() {
        HeldLease last = held;
        if (last == null) {
            return;
        }
        try {
            leases.release(last);
        } catch (DataAccessException | TransactionException e) {
            LOG.debug("the lease of roll-ups runs out by itself", e);
        }
    }
}
