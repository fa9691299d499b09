package dev.meterlark.telemetry.metrics;

import dev.meterlark.metering.AttemptCount;
import dev.meterlark.metering.AttemptCounts;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What calls came to, for charts and lists. A call is in as soon as it is in the ledger, some
 * tenths of a second after its answer; where very many calls are not summed up yet, a minute or two
 * later.
 */
@Service
public class CallMetrics {

    private final MetricRows rows;
    private final PressureRows pressures;
    private final AttemptCounts attempts;
    private final MetricProperties properties;
    private final InstantSource clock;
    private final TransactionTemplate atOneMoment;

    CallMetrics(
            MetricRows rows,
            PressureRows pressures,
            AttemptCounts attempts,
            MetricProperties properties,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.rows = rows;
        this.pressures = pressures;
        this.attempts = attempts;
        this.properties = properties;
        this.clock = clock;
        this.atOneMoment = new TransactionTemplate(transactions);
        this.atOneMoment.setReadOnly(true);
        this.atOneMoment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /**
     * One point a step, of a function, of one of its versions, or of all of an account's calls.
     *
     * @param function null for all of the account
     * @param version null for all of the function; pressure is of the function, not of a version
     * @throws RefusedException when the range is none, has too many steps, or begins before what is
     *     kept by steps so short
     */
    public MetricSeries series(
            AccountId account,
            @Nullable FunctionId function,
            @Nullable String version,
            Instant from,
            Instant to,
            Duration step) {
        return series(account, function, version, new MetricRange(from, to, step));
    }

    /** The same of a range that was read before. */
    public MetricSeries series(
            AccountId account,
            @Nullable FunctionId function,
            @Nullable String version,
            MetricRange range) {
        Grain grain = Grain.of(range.step());
        requireKept(grain, range);
        var steps = new Steps(range);
        Whose of = Whose.of(account, function);
        atOneMoment.executeWithoutResult(
                _ -> {
                    rows.read(of, grain, range.from(), range.to(), version, steps::add);
                    pressures.read(of, grain, range.from(), range.to(), steps::add);
                    for (AttemptCount each : fresh(account, function, range)) {
                        if (version == null || version.equals(each.version())) {
                            steps.add(each.minute(), CallSums.of(each));
                        }
                    }
                });
        return new MetricSeries(steps.points());
    }

    /**
     * One point for the whole of the time, for each function that had a call or turned one away.
     *
     * @param from the beginning of the hour that it lies in counts; of its day where more than a
     *     week is asked for
     */
    public Map<FunctionId, Point> summaries(
            AccountId account, Collection<FunctionId> functions, Instant from, Instant to) {
        Grain grain = coarse(from, to);
        Instant begin = grain.begin(from);
        Map<FunctionId, CallSums> sums = new HashMap<>();
        Map<FunctionId, Pressure> pressure = new HashMap<>();
        atOneMoment.executeWithoutResult(
                _ -> {
                    rows.read(
                            account,
                            functions,
                            grain,
                            begin,
                            to,
                            (piece, each) ->
                                    sums.merge(piece.of().function(), each, CallSums::plus));
                    pressures.read(
                            account,
                            functions,
                            grain,
                            begin,
                            to,
                            (function, each) -> pressure.merge(function, each, Pressure::plus));
                    fresh(account, functions, begin, to)
                            .forEach(
                                    each ->
                                            sums.merge(
                                                    each.function(),
                                                    CallSums.of(each),
                                                    CallSums::plus));
                });
        Map<FunctionId, Point> points = new HashMap<>();
        pressure.forEach(
                (function, each) -> points.put(function, Point.of(begin, CallSums.NONE, each)));
        sums.forEach(
                (function, each) ->
                        points.put(
                                function,
                                Point.of(
                                        begin,
                                        each,
                                        pressure.getOrDefault(function, Pressure.NONE))));
        return points;
    }

    /**
     * One point for the whole of the time, of all of an account's calls.
     *
     * @param from the beginning of the hour that it lies in counts; of its day where more than a
     *     week is asked for
     */
    public Point summary(AccountId account, Instant from, Instant to) {
        Grain grain = coarse(from, to);
        Instant begin = grain.begin(from);
        Whose all = Whose.all(account);
        List<CallSums> sums = new ArrayList<>();
        List<Pressure> pressure = new ArrayList<>();
        atOneMoment.executeWithoutResult(
                _ -> {
                    rows.read(all, grain, begin, to, null, (_, each) -> sums.add(each));
                    pressures.read(all, grain, begin, to, (_, each) -> pressure.add(each));
                    fresh(account, (Collection<FunctionId>) null, begin, to)
                            .forEach(each -> sums.add(CallSums.of(each)));
                });
        return Point.of(
                begin,
                sums.stream().reduce(CallSums.NONE, CallSums::plus),
                pressure.stream().reduce(Pressure.NONE, Pressure::plus));
    }

    /**
     * Functions of which more than a share of the calls failed by their own fault, those with the
     * most failures first. Calls of the last minute or two may not count yet.
     *
     * @param since the beginning of the hour that it lies in counts
     */
    public List<FunctionId> failing(AccountId account, Instant since, double share, int most) {
        return attempts.failing(account, since, share, most);
    }

    private static Grain coarse(Instant from, Instant to) {
        return Duration.between(from, to).toDays() > 7 ? Grain.DAY : Grain.HOUR;
    }

    private List<AttemptCount> fresh(
            AccountId account, @Nullable FunctionId function, MetricRange range) {
        return fresh(account, function == null ? null : Set.of(function), range.from(), range.to());
    }

    private List<AttemptCount> fresh(
            AccountId account,
            @Nullable Collection<FunctionId> functions,
            Instant from,
            Instant to) {
        return attempts.fresh(
                account, functions, from, to, Latencies.BUCKETS_PER_LOG, properties.mostFresh());
    }

    private void requireKept(Grain grain, MetricRange range) {
        Instant oldest = clock.instant().minus(properties.keptFor(grain));
        if (grain != Grain.DAY && range.from().isBefore(oldest)) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "steps of %s are kept for %d days, and from is %s; ask for longer steps"
                            .formatted(
                                    MetricRange.shown(range.step()),
                                    properties.keptFor(grain).toDays(),
                                    range.from()));
        }
    }

    /** What is found of each step. */
    private static final class Steps {

        private final MetricRange range;
        private final CallSums[] sums;
        private final Pressure[] pressures;

        Steps(MetricRange range) {
            this.range = range;
            this.sums = new CallSums[range.steps()];
            this.pressures = new Pressure[range.steps()];
            Arrays.fill(sums, CallSums.NONE);
            Arrays.fill(pressures, Pressure.NONE);
        }

        void add(Piece piece, CallSums more) {
            add(piece.begin(), more);
        }

        void add(Instant at, CallSums more) {
            int index = range.stepOf(at);
            sums[index] = sums[index].plus(more);
        }

        void add(Instant at, Pressure more) {
            int index = range.stepOf(at);
            pressures[index] = pressures[index].plus(more);
        }

        List<Point> points() {
            List<Point> points = new ArrayList<>(sums.length);
            for (int i = 0; i < sums.length; i++) {
                points.add(Point.of(range.at(i), sums[i], pressures[i]));
            }
            return points;
        }
    }
}
