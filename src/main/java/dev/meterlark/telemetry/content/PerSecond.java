package dev.meterlark.telemetry.content;

import dev.meterlark.shared.FunctionId;

import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;

/**
 * So many of each function in a second, and no more. One number for each function: the second, and
 * behind it how many of it there were. Forgetting all of them lets at most as many more through.
 */
final class PerSecond {

    private static final int COUNT_BITS = 20;
    private static final long COUNT = (1L << COUNT_BITS) - 1;
    private static final int MOST_FUNCTIONS = 10_000;

    private final int most;
    private final ConcurrentHashMap<FunctionId, Long> seconds = new ConcurrentHashMap<>();

    PerSecond(int most) {
        this.most = most;
    }

    boolean take(FunctionId function, Instant at) {
        long second = at.getEpochSecond();
        if (seconds.size() > MOST_FUNCTIONS) {
            seconds.clear();
        }
        long first = second << COUNT_BITS | 1;
        long now =
                seconds.merge(
                        function,
                        first,
                        (before, _) ->
                                before >> COUNT_BITS != second
                                        ? first
                                        : (before & COUNT) == COUNT ? before : before + 1);
        return (now & COUNT) <= most;
    }
}
