package dev.meterlark.worker.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * How many of something should wait: as many as were wanted at the busiest moment of a sliding
 * window. A moment is about the time it takes to make one more of them and the next. Times are
 * nanoseconds of one clock that never goes back. Not safe for several threads.
 */
final class Demand {

    static final long MOMENT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long windowMoments;

    /** The latest last; never more than the window has moments. */
    private final Deque<Moment> moments = new ArrayDeque<>();

    Demand(long windowNanos) {
        this.windowMoments = Math.max(1, windowNanos / MOMENT_NANOS);
    }

    void wanted(long nanos) {
        long number = Math.floorDiv(nanos, MOMENT_NANOS);
        Moment last = moments.peekLast();
        if (last != null && last.number == number) {
            moments.removeLast();
            moments.addLast(new Moment(number, last.count + 1));
        } else {
            moments.addLast(new Moment(number, 1));
        }
        forget(number);
    }

    /** Two moments in a row count as one, so that no burst is cut in two. */
    int level(long nanos) {
        forget(Math.floorDiv(nanos, MOMENT_NANOS));
        int most = 0;
        Moment before = new Moment(Long.MIN_VALUE, 0);
        for (Moment each : moments) {
            int together =
                    each.number == before.number + 1 ? before.count + each.count : each.count;
            most = Math.max(most, together);
            before = each;
        }
        return most;
    }

    private void forget(long now) {
        while (!moments.isEmpty() && now - moments.getFirst().number >= windowMoments) {
            moments.removeFirst();
        }
    }

    private record Moment(long number, int count) {}
}
