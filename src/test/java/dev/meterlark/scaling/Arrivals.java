package dev.meterlark.scaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Synthetic calls with the shape that "Serverless in the Wild" published of Azure in 2019, one
 * application being one function here: rates are log-normal over eight orders of magnitude, with 45
 * % of the functions called at most once an hour and 81 % at most once a minute; 29 % are timers of
 * fixed periods; others follow the day and the week, evenly or in bursts. Rates are cut at one call
 * in two seconds: who is called more often is warm under every policy and only costs time here.
 */
final class Arrivals {

    static final long SECOND = 1000;
    static final long MINUTE = 60 * SECOND;
    static final long HOUR = 60 * MINUTE;
    static final long DAY = 24 * HOUR;

    /** log10 of the calls a day: 24 is its 45th percentile, 1440 its 81st. */
    private static final double MEAN_LOG = 1.603;

    private static final double DEVIATION_LOG = 1.771;
    private static final double MOST_A_DAY = (double) DAY / (2 * SECOND);
    private static final double TIMERS = 0.29;
    private static final double BURSTS = 0.35;
    private static final long[] PERIODS = {
        MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 6 * HOUR, 12 * HOUR, DAY
    };

    /**
     * @param at when it is called, in milliseconds, ascending
     */
    record Function(int memoryMiB, long[] at) {}

    private Arrivals() {}

    static List<Function> of(long seed, int functions, int days) {
        List<Function> all = new ArrayList<>();
        var root = new SplittableRandom(seed);
        for (int i = 0; i < functions; i++) {
            SplittableRandom random = root.split();
            double perDay =
                    Math.min(
                            MOST_A_DAY,
                            Math.pow(10, MEAN_LOG + DEVIATION_LOG * random.nextGaussian()));
            all.add(new Function(memoryMiB(random), times(random, perDay, days * DAY)));
        }
        return all;
    }

    private static int memoryMiB(RandomGenerator random) {
        double part = random.nextDouble();
        if (part < 0.6) {
            return 128;
        }
        return part < 0.85 ? 256 : part < 0.95 ? 512 : 1024;
    }

    private static long[] times(RandomGenerator random, double perDay, long end) {
        double kind = random.nextDouble();
        if (kind < TIMERS) {
            return timer(random, perDay, end);
        }
        return kind < TIMERS + BURSTS
                ? bursts(random, perDay, end)
                : steady(random, perDay, 1, end);
    }

    /** The nearest usual period; a tick is up to two seconds late. */
    private static long[] timer(RandomGenerator random, double perDay, long end) {
        long period = PERIODS[0];
        for (long each : PERIODS) {
            if (Math.abs(Math.log(DAY / perDay / each))
                    < Math.abs(Math.log(DAY / perDay / period))) {
                period = each;
            }
        }
        var at = new Times();
        for (long tick = random.nextLong(period); tick < end; tick += period) {
            at.add(tick + random.nextLong(2 * SECOND));
        }
        return at.upTo(end);
    }

    /** Poisson with the day's and the week's rhythm, by thinning. */
    private static long[] steady(RandomGenerator random, double perDay, double each, long end) {
        var at = new Times();
        double most = perDay / each / DAY * 1.6;
        double now = 0;
        while ((now += exponential(random) / most) < end) {
            if (random.nextDouble() * 1.6 < rhythm((long) now)) {
                at.add((long) now);
            }
        }
        return at.upTo(end);
    }

    /** Bursts come steadily; each has a geometric number of calls, seconds apart. */
    private static long[] bursts(RandomGenerator random, double perDay, long end) {
        double length = 2 + random.nextInt(30);
        double apart = (1 + random.nextInt(20)) * SECOND;
        var at = new Times();
        for (long begin : steady(random, perDay, length, end)) {
            double now = begin;
            do {
                at.add((long) now);
                now += exponential(random) * apart;
            } while (random.nextDouble() > 1 / length);
        }
        return at.upTo(end);
    }

    private static double rhythm(long now) {
        double day = 1 + 0.6 * Math.sin(2 * Math.PI * (now % DAY - 8.0 * HOUR) / DAY);
        boolean weekend = now / DAY % 7 >= 5;
        return weekend ? 0.6 * day : day;
    }

    private static double exponential(RandomGenerator random) {
        return -Math.log(1 - random.nextDouble());
    }

    private static final class Times {

        private long[] at = new long[16];
        private int size;

        void add(long time) {
            if (size == at.length) {
                at = Arrays.copyOf(at, 2 * size);
            }
            at[size++] = time;
        }

        long[] upTo(long end) {
            long[] sorted = Arrays.copyOf(at, size);
            Arrays.sort(sorted);
            int count = size;
            while (count > 0 && sorted[count - 1] >= end) {
                count--;
            }
            return Arrays.copyOf(sorted, count);
        }
    }
}
