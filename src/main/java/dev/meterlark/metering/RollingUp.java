package dev.meterlark.metering;

import dev.meterlark.metering.Marks.Hour;
import dev.meterlark.metering.Marks.Mark;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.platform.HeldLease;
import dev.meterlark.platform.Leases;

import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Sums up what is marked. What is read from the ledger is read after its marks: a record that comes
 * later has a mark of its own, which stays. So a roll-up without a stale mark is right, whenever
 * this ends early.
 */
@Component
class RollingUp {

    private final Marks marks;
    private final Rollups rollups;
    private final DayRollups days;
    private final Leases leases;
    private final TransactionTemplate transaction;
    private final RollupProperties properties;
    private final Optional<BesideUsage> beside;

    RollingUp(
            Marks marks,
            Rollups rollups,
            DayRollups days,
            Leases leases,
            PlatformTransactionManager transactions,
            RollupProperties properties,
            Optional<BesideUsage> beside) {
        this.marks = marks;
        this.rollups = rollups;
        this.days = days;
        this.beside = beside;
        this.leases = leases;
        this.transaction = new TransactionTemplate(transactions);
        this.properties = properties;
    }

    /**
     * @param marked of the hour, all that is to be settled by this
     * @return whether the lease is still held; if not, nothing was done
     */
    boolean settle(HeldLease lease, Hour hour, List<Mark> marked, Instant now) {
        boolean over = !now.isBefore(hour.end().plus(properties.closeAfter()));
        List<Rollups.Summed> summed = sum(hour, marked);
        List<Runnable> others = sumBeside(summed);
        return Objects.requireNonNull(
                transaction.execute(
                        _ -> {
                            if (!leases.guard(lease)) {
                                return false;
                            }
                            summed.forEach(rollups::replace);
                            others.forEach(Runnable::run);
                            if (!summed.isEmpty()) {
                                days.changed(hour);
                            }
                            if (over) {
                                rollups.close(hour);
                            } else if (summed.stream().anyMatch(each -> each.minute() != null)) {
                                marks.toClose(hour);
                            }
                            marks.delete(marked);
                            DurableSteps.commit("usage.rolled-up");
                            return true;
                        }));
    }

    /**
     * @return whether the lease is still held; if not, nothing was done
     */
    boolean sumUp(HeldLease lease, DayRollups.Day day) {
        return Objects.requireNonNull(
                transaction.execute(
                        _ -> {
                            boolean ours = leases.guard(lease);
                            if (ours) {
                                days.sum(day);
                            }
                            return ours;
                        }));
    }

    private List<Runnable> sumBeside(List<Rollups.Summed> summed) {
        List<Runnable> others = new ArrayList<>();
        for (Rollups.Summed each : summed) {
            Hour hour = each.hour();
            Instant from = each.minute() == null ? hour.begin() : each.minute();
            Instant to =
                    each.minute() == null ? hour.end() : each.minute().plus(1, ChronoUnit.MINUTES);
            beside.ifPresent(
                    other -> others.add(other.sum(hour.account(), hour.function(), from, to)));
        }
        return others;
    }

    /** A closed hour is summed as a whole: nobody knows what its minutes came to. */
    private List<Rollups.Summed> sum(Hour hour, List<Mark> marked) {
        List<Mark> stale = marked.stream().filter(Mark::stale).toList();
        if (stale.isEmpty()) {
            return List.of();
        }
        if (stale.stream().anyMatch(each -> each.minute() == null) || rollups.isClosed(hour)) {
            return List.of(rollups.sum(hour, null));
        }
        return stale.stream()
                .map(Mark::minute)
                .distinct()
                .map(minute -> rollups.sum(hour, minute))
                .toList();
    }
}
