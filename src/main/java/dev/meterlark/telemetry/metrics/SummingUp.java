package dev.meterlark.telemetry.metrics;

import dev.meterlark.metering.AttemptCount;
import dev.meterlark.metering.AttemptCounts;
import dev.meterlark.metering.BesideUsage;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts what the attempts of a minute or an hour came to in the place of what was there, and adds
 * the difference to all that it lies in. Done by one node at a time, so nothing is added twice.
 */
@Component
class SummingUp implements BesideUsage {

    private final AttemptCounts attempts;
    private final MetricRows rows;
    private final MetricProperties properties;
    private final InstantSource clock;

    SummingUp(
            AttemptCounts attempts,
            MetricRows rows,
            MetricProperties properties,
            InstantSource clock) {
        this.attempts = attempts;
        this.rows = rows;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public Runnable sum(AccountId account, FunctionId function, Instant from, Instant to) {
        Whose of = new Whose(account, function);
        if (isGone(Grain.HOUR, from)) {
            return () -> {}; // what it would be put in the place of is not known any more
        }
        List<AttemptCount> counts =
                attempts.of(account, function, from, to, Latencies.BUCKETS_PER_LOG);
        Map<Piece, CallSums> minutes = new HashMap<>();
        for (AttemptCount each : counts) {
            minutes.merge(
                    Piece.of(of, Grain.MINUTE, each.minute(), each.version()),
                    CallSums.of(each),
                    CallSums::plus);
        }
        String name = counts.isEmpty() ? null : counts.getLast().functionName();
        return () -> replace(of, name, from, to, minutes);
    }

    private void replace(
            Whose of,
            @Nullable String name,
            Instant from,
            Instant to,
            Map<Piece, CallSums> minutes) {
        Map<Piece, CallSums> stored = rows.around(of, from, to);
        Change change = new Change(stored, new HashMap<>());
        boolean wholeHour = from.plus(1, ChronoUnit.MINUTES).isBefore(to);
        Map<Piece, CallSums> before = only(stored, of, wholeHour ? Grain.HOUR : Grain.MINUTE);
        change.swap(byHour(before), byHour(minutes), List.of(Grain.HOUR, Grain.DAY, Grain.EVER));
        if (!isGone(Grain.MINUTE, from)) {
            change.swap(only(stored, of, Grain.MINUTE), minutes, List.of(Grain.MINUTE));
        }
        rows.write(change.sums(), stored.keySet(), name);
        DurableSteps.commit("usage.metrics-summed-up");
    }

    private static Map<Piece, CallSums> only(Map<Piece, CallSums> sums, Whose of, Grain grain) {
        Map<Piece, CallSums> some = new HashMap<>(sums);
        some.keySet().removeIf(each -> !each.of().equals(of) || each.grain() != grain);
        return some;
    }

    private static Map<Piece, CallSums> byHour(Map<Piece, CallSums> sums) {
        Map<Piece, CallSums> hours = new HashMap<>();
        sums.forEach((each, of) -> hours.merge(each.in(Grain.HOUR), of, CallSums::plus));
        return hours;
    }

    /** Sums as they become, of a function and of its account. */
    private record Change(Map<Piece, CallSums> stored, Map<Piece, CallSums> sums) {

        void swap(Map<Piece, CallSums> gone, Map<Piece, CallSums> came, List<Grain> in) {
            Set<Piece> either = new HashSet<>(gone.keySet());
            either.addAll(came.keySet());
            for (Piece each : either) {
                CallSums less = gone.getOrDefault(each, CallSums.NONE);
                CallSums more = came.getOrDefault(each, CallSums.NONE);
                for (Grain grain : in) {
                    Piece piece = each.in(grain);
                    change(piece, less, more);
                    change(piece.ofAll(), less, more);
                }
            }
        }

        private void change(Piece piece, CallSums less, CallSums more) {
            CallSums now = sums.getOrDefault(piece, stored.getOrDefault(piece, CallSums.NONE));
            sums.put(piece, now.plus(more).minus(less));
        }
    }

    private boolean isGone(Grain grain, Instant at) {
        return at.isBefore(clock.instant().minus(properties.keptFor(grain)));
    }
}
