package dev.meterlark.scaling;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Replays {@link Arrivals} against policies of keeping sandboxes, function by function, as the
 * paper does: a call takes no time, room is never short, and what counts is whether a sandbox was
 * there and for how long one was without a call. Run by {@code bin/bench simulate}.
 */
final class Simulator {

    static final long SEED = 20;
    private static final long STANDARD = 10 * Arrivals.MINUTE;

    /** Learns from each idle time and says what to do in the next. */
    interface Policy {

        Keeping next();

        default void learn(long idleMillis) {}
    }

    /**
     * @param ahead starts before a call
     * @param coldShares of each function that was called, ascending
     * @param memorySeconds MiB of sandboxes that were there without a call, times seconds
     */
    record Result(
            long seconds,
            long calls,
            long cold,
            long ahead,
            double[] coldShares,
            double memorySeconds) {

        double coldShare() {
            return (double) cold / calls;
        }

        /** The share of cold calls that this part of the functions does not exceed. */
        double coldShareOf(double part) {
            return coldShares[(int) Math.min(coldShares.length - 1, part * coldShares.length)];
        }
    }

    private Simulator() {}

    static Policy fixed(Duration kept) {
        var always = new Keeping.Within(Duration.ZERO, kept);
        return () -> always;
    }

    static Policy histogram(HybridHistogram.Limits limits) {
        var times = new IdleTimes();
        var rare = new RareTimes();
        return new Policy() {
            @Override
            public Keeping next() {
                return HybridHistogram.decide(times, rare, limits);
            }

            @Override
            public void learn(long idleMillis) {
                times.add(idleMillis);
                if (idleMillis >= IdleTimes.RANGE_MILLIS) {
                    rare.add(idleMillis);
                }
            }
        };
    }

    static Result run(List<Arrivals.Function> functions, Supplier<Policy> policies, long end) {
        var sum = new Sum(functions.size(), end / 1000);
        for (Arrivals.Function each : functions) {
            if (each.at().length > 0) {
                sum.replay(each, policies.get(), end);
            }
        }
        return sum.result();
    }

    private static final class Sum {

        private final double[] shares;
        private final long seconds;
        private int functions;
        private long calls;
        private long cold;
        private long ahead;
        private double memory;

        private Sum(int functions, long seconds) {
            this.seconds = seconds;
            shares = new double[functions];
        }

        private void replay(Arrivals.Function function, Policy policy, long end) {
            long[] at = function.at();
            long coldOfIt = 1;
            double loaded = 0;
            for (int i = 0; i < at.length; i++) {
                boolean last = i == at.length - 1;
                long idle = (last ? end : at[i + 1]) - at[i];
                Keeping keeping = policy.next();
                loaded += loaded(keeping, idle);
                ahead += isStartedAhead(keeping, idle) ? 1 : 0;
                if (!last) {
                    coldOfIt += isWarm(keeping, idle) ? 0 : 1;
                    policy.learn(idle);
                }
            }
            calls += at.length;
            cold += coldOfIt;
            memory += loaded / 1000 * function.memoryMiB();
            shares[functions++] = (double) coldOfIt / at.length;
        }

        private Result result() {
            double[] sorted = Arrays.copyOf(shares, functions);
            Arrays.sort(sorted);
            return new Result(seconds, calls, cold, ahead, sorted, memory);
        }
    }

    private static boolean isWarm(Keeping keeping, long idle) {
        return switch (keeping) {
            case Keeping.Standard _ -> idle < STANDARD;
            case Keeping.Within within -> within.holds(Duration.ofMillis(idle));
        };
    }

    private static boolean isStartedAhead(Keeping keeping, long idle) {
        return keeping instanceof Keeping.Within(Duration from, Duration _)
                && from.isPositive()
                && idle >= from.toMillis();
    }

    private static long loaded(Keeping keeping, long idle) {
        return switch (keeping) {
            case Keeping.Standard _ -> Math.min(idle, STANDARD);
            case Keeping.Within(Duration from, Duration to) ->
                    Math.max(0, Math.min(idle, to.toMillis()) - from.toMillis());
        };
    }

    private static void print(String name, Result result, Result base) {
        System.out.printf(
                Locale.ROOT,
                "| %-24s | %7.3f %% | %5.1f %% | %5.1f %% | %5.1f %% | %6.0f | %6.1f GiB | %5.0f %%"
                        + " |%n",
                name,
                100 * result.coldShare(),
                100 * result.coldShareOf(0.5),
                100 * result.coldShareOf(0.75),
                100 * Arrays.stream(result.coldShares()).average().orElse(0),
                result.ahead() / 1e3,
                result.memorySeconds() / 1024 / result.seconds(),
                100 * result.memorySeconds() / base.memorySeconds());
    }

    public static void main(String[] arguments) {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000;
        int days = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 7;
        List<Arrivals.Function> functions = Arrivals.of(SEED, count, days);
        long end = days * Arrivals.DAY;
        System.out.printf(
                "%d functions over %d days, %d calls, seed %d; %d bytes for the idle times of"
                        + " each%n%n",
                count,
                days,
                functions.stream().mapToLong(each -> each.at().length).sum(),
                SEED,
                IdleTimes.BYTES);
        System.out.println(
                """
                | policy | cold calls | of the median function | of the third quartile | mean over functions | started ahead, thousands | memory without a call, mean | beside fixed 10 min |
                |---|---|---|---|---|---|---|---|\
                """);
        Result base = run(functions, () -> fixed(Duration.ofMinutes(10)), end);
        print("no keep-alive", run(functions, () -> fixed(Duration.ZERO), end), base);
        print("fixed 10 min", base, base);
        print("fixed 1 h", run(functions, () -> fixed(Duration.ofHours(1)), end), base);
        print(
                "histogram",
                run(functions, () -> histogram(HybridHistogram.Limits.DEFAULT), end),
                base);
        crowded(count, days);
    }

    /** A fifth of the functions and half of the days: this one looks at every idle sandbox. */
    private static void crowded(int count, int days) {
        List<Arrivals.Function> functions =
                Arrivals.of(SEED, Math.max(1, count / 5), Math.max(1, days / 2));
        System.out.println(
                """

                | node of | least recently used ends, 10 min | least worth ends, 10 min | least worth ends, histogram |
                |---|---|---|---|\
                """);
        for (long gib : new long[] {4, 8, 16, 32}) {
            System.out.printf(
                    Locale.ROOT,
                    "| %2d GiB | %.3f %% | %.3f %% | %.3f %% |%n",
                    gib,
                    crowdedCold(functions, gib, false, CrowdedNode.LEAST_RECENTLY_USED),
                    crowdedCold(functions, gib, false, CrowdedNode.LEAST_WORTH),
                    crowdedCold(functions, gib, true, CrowdedNode.LEAST_WORTH));
        }
    }

    private static double crowdedCold(
            List<Arrivals.Function> functions,
            long gib,
            boolean learning,
            CrowdedNode.Worthiness worth) {
        return 100 * CrowdedNode.run(functions, gib * 1024, learning, worth).coldShare();
    }
}
