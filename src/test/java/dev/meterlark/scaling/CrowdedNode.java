package dev.meterlark.scaling;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.ToDoubleBiFunction;

/**
 * Replays {@link Arrivals} on a node with less memory than they want, all functions together: a
 * call that finds no sandbox starts one, and the idle one that is worth least makes room.
 */
final class CrowdedNode {

    private static final double COLD_MILLIS = 100;

    /** What an idle sandbox is worth, after it was idle for so many milliseconds. */
    interface Worthiness extends ToDoubleBiFunction<Version, Long> {}

    static final Worthiness LEAST_RECENTLY_USED = (_, idle) -> -idle;

    static final Worthiness LEAST_WORTH =
            (version, idle) ->
                    Worth.of(
                            version.times, Duration.ofMillis(idle), COLD_MILLIS, version.memoryMiB);

    record Result(long calls, long cold, long evicted) {

        double coldShare() {
            return (double) cold / calls;
        }
    }

    /** A function with what is known of it. */
    static final class Version {

        private final int memoryMiB;
        private final long[] at;
        private final IdleTimes times = new IdleTimes();
        private final RareTimes rare = new RareTimes();
        private int next;
        private long lastCall;

        private Version(Arrivals.Function function) {
            memoryMiB = function.memoryMiB();
            at = function.at();
        }

        private void learn(long idle) {
            times.add(idle);
            if (idle >= IdleTimes.RANGE_MILLIS) {
                rare.add(idle);
            }
        }
    }

    private enum What {
        CALL,
        AHEAD,
        END
    }

    /**
     * @param ofCall the number of the call after which it was planned; another one cancels it
     */
    private record Event(long at, What what, Version version, int ofCall) {}

    private final long memoryMiB;
    private final boolean learning;
    private final Worthiness worth;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>((one, other) -> Long.compare(one.at, other.at));

    /** The idle sandboxes, at most one of a version, and since when each is idle. */
    private final Map<Version, Long> idle = new HashMap<>();

    private long usedMiB;
    private long calls;
    private long cold;
    private long evicted;

    private CrowdedNode(long memoryMiB, boolean learning, Worthiness worth) {
        this.memoryMiB = memoryMiB;
        this.learning = learning;
        this.worth = worth;
    }

    /**
     * @param learning by the histogram; else each is kept for ten minutes
     */
    static Result run(
            List<Arrivals.Function> functions, long memoryMiB, boolean learning, Worthiness worth) {
        var node = new CrowdedNode(memoryMiB, learning, worth);
        for (Arrivals.Function each : functions) {
            if (each.at().length > 0) {
                node.events.add(new Event(each.at()[0], What.CALL, new Version(each), 0));
            }
        }
        for (Event event; (event = node.events.poll()) != null; ) {
            node.happens(event);
        }
        return new Result(node.calls, node.cold, node.evicted);
    }

    private void happens(Event event) {
        Version version = event.version;
        switch (event.what) {
            case CALL -> call(version, event.at);
            case AHEAD -> {
                if (event.ofCall == version.next
                        && usedMiB + version.memoryMiB <= memoryMiB
                        && !idle.containsKey(version)) {
                    add(version, event.at);
                }
            }
            case END -> {
                if (event.ofCall == version.next) {
                    remove(version);
                }
            }
        }
    }

    private void call(Version version, long now) {
        calls++;
        if (version.next > 0) {
            version.learn(now - version.lastCall);
        }
        if (!remove(version)) {
            cold++;
        }
        makeRoom(version.memoryMiB, now);
        version.next++;
        version.lastCall = now;
        add(version, now);
        plan(version, now);
        if (version.next < version.at.length) {
            events.add(new Event(version.at[version.next], What.CALL, version, 0));
        }
    }

    private void plan(Version version, long now) {
        Keeping keeping =
                learning
                        ? HybridHistogram.decide(
                                version.times, version.rare, HybridHistogram.Limits.DEFAULT)
                        : new Keeping.Standard();
        switch (keeping) {
            case Keeping.Standard _ -> later(version, now + 10 * Arrivals.MINUTE, What.END);
            case Keeping.Within(Duration from, Duration to) -> {
                if (from.isPositive()) {
                    later(version, now + 10 * Arrivals.SECOND, What.END);
                    later(version, now + from.toMillis(), What.AHEAD);
                }
                later(version, now + to.toMillis(), What.END);
            }
        }
    }

    private void later(Version version, long at, What what) {
        events.add(new Event(at, what, version, version.next));
    }

    private void add(Version version, long now) {
        idle.put(version, now);
        usedMiB += version.memoryMiB;
    }

    private boolean remove(Version version) {
        boolean was = idle.remove(version) != null;
        if (was) {
            usedMiB -= version.memoryMiB;
        }
        return was;
    }

    private void makeRoom(int wantedMiB, long now) {
        while (usedMiB + wantedMiB > memoryMiB) {
            Version least = null;
            double worthOfLeast = Double.MAX_VALUE;
            for (Map.Entry<Version, Long> each : idle.entrySet()) {
                double worthOfEach = worth.applyAsDouble(each.getKey(), now - each.getValue());
                if (worthOfEach < worthOfLeast) {
                    least = each.getKey();
                    worthOfLeast = worthOfEach;
                }
            }
            if (least == null) {
                throw new IllegalStateException("a node smaller than one sandbox");
            }
            remove(least);
            evicted++;
        }
    }
}
