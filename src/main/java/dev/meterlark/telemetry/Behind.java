package dev.meterlark.telemetry;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a live reader got not long ago, so that it can be looked through again: another node may
 * take a lower position than one that was read, and write it later. Bounded by number and by time.
 * Used by one thread.
 */
final class Behind {

    /** Longer than two looks are apart, and than any node takes to write what it has begun. */
    static final Duration REACH = Duration.ofSeconds(30);

    static final int MOST = 2_000;

    private record Passed(long position, Instant at) {}

    private final Deque<Passed> inOrder = new ArrayDeque<>();
    private final Set<Long> positions = new HashSet<>();
    private long settled;

    /**
     * @param settled nothing at or below it is looked for
     */
    Behind(long settled) {
        this.settled = settled;
    }

    void passed(long position, Instant now) {
        if (positions.add(position)) {
            inOrder.addLast(new Passed(position, now));
        }
        Instant border = now.minus(REACH);
        while (inOrder.size() > MOST || isOld(inOrder.peekFirst(), border)) {
            Passed old = inOrder.removeFirst();
            positions.remove(old.position());
            settled = Math.max(settled, old.position());
        }
    }

    private static boolean isOld(@Nullable Passed first, Instant border) {
        return first != null && first.at().isBefore(border);
    }

    /** Up to it everything is done with. */
    long settled() {
        return settled;
    }

    /** Those that the reader has not got. */
    List<Long> missed(List<Long> there) {
        return there.stream().filter(each -> !positions.contains(each)).toList();
    }
}
