package dev.meterlark.billing.budget;

import dev.meterlark.billing.budget.StopRows.Stop;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Which accounts' calls are not begun because of what was spent, and which were not, when: the same
 * on every node, a moment later.
 */
final class Stops {

    private static final Logger LOG = LoggerFactory.getLogger(Stops.class);

    private final StopRows rows;
    private final InstantSource clock;
    private final Map<AccountId, List<Stop>> all = new ConcurrentHashMap<>();

    /**
     * @param clock the database's
     */
    Stops(StopRows rows, InstantSource clock) {
        this.rows = rows;
        this.clock = clock;
    }

    boolean isStopped(AccountId account) {
        return open(account) != null;
    }

    /** The stop that goes on; null when there is none. */
    @Nullable Stop open(AccountId account) {
        List<Stop> of = all.get(account);
        if (of == null) {
            return null;
        }
        Stop last = of.getLast();
        return last.resumedAt() == null ? last : null;
    }

    /** How much of the time between falls into stops. */
    Duration within(AccountId account, Instant from, Instant to) {
        Duration sum = Duration.ZERO;
        for (Stop each : all.getOrDefault(account, List.of())) {
            Instant end = each.resumedAt() == null ? to : earlier(each.resumedAt(), to);
            Instant begin = each.stoppedAt().isAfter(from) ? each.stoppedAt() : from;
            if (begin.isBefore(end)) {
                sum = sum.plus(Duration.between(begin, end));
            }
        }
        return sum;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** What could not be written is begun again by the next call that is refused. */
    void begin(AccountId account, Instant period, Quantities worst) {
        if (isStopped(account)) {
            return;
        }
        try {
            rows.begin(account, period, worst, clock.instant());
            read(account);
        } catch (DataAccessException e) {
            LOG.warn("account {} has reached its cap, which could not be written", account, e);
        }
    }

    void end(AccountId account) {
        rows.end(account, clock.instant());
        read(account);
    }

    private void read(AccountId account) {
        put(account, rows.of(account, since()));
    }

    /** What other nodes wrote. */
    void readAll() {
        Map<AccountId, List<Stop>> found =
                rows.since(since()).stream()
                        .sorted(Comparator.comparing(Stop::stoppedAt))
                        .collect(Collectors.groupingBy(Stop::account));
        found.forEach(this::put);
        all.keySet().removeIf(account -> !found.containsKey(account));
    }

    private void put(AccountId account, List<Stop> stops) {
        if (stops.isEmpty()) {
            all.remove(account);
        } else {
            all.put(account, List.copyOf(stops));
        }
    }

    List<Stop> open() {
        return all.values().stream()
                .map(List::getLast)
                .filter(each -> each.resumedAt() == null)
                .toList();
    }

    /** Older ones matter to nobody's age. */
    private Instant since() {
        return clock.instant().minus(StopRows.KEPT);
    }
}
