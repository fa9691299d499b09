package dev.meterlark.scaling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The largest of the values told within a while. Keeps only those that may still become the
 * largest, so that both ends are cheap. Time must not run backwards. Not thread-safe.
 */
final class SlidingMaximum {

    private record Told(Instant at, int value) {}

    private final Duration window;

    /** Values fall from first to last, times rise. */
    private final Deque<Told> falling = new ArrayDeque<>();

    SlidingMaximum(Duration window) {
        this.window = window;
    }

    /** Adds a value and returns the largest within the window that ends now. */
    int with(int value, Instant now) {
        while (!falling.isEmpty() && falling.getLast().value <= value) {
            falling.removeLast();
        }
        falling.addLast(new Told(now, value));
        while (falling.getFirst().at.plus(window).isBefore(now)) {
            falling.removeFirst();
        }
        return falling.getFirst().value;
    }
}
