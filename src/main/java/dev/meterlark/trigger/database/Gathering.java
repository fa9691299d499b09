package dev.meterlark.trigger.database;

import dev.meterlark.trigger.Reception;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes that wait for more, for as long as their trigger's window says, until one shard's are
 * enough for a batch, or all are much. Used by one thread.
 */
final class Gathering {

    private static final int MUCH_CHARACTERS = 2 * 1024 * 1024;

    /** The engine gives a sign at least so often while something waits. */
    private static final Duration SHORTEST_SIGN = Duration.ofMillis(200);

    private final int enough;
    private final long windowNanos;
    private final Map<Integer, Integer> ofShard = new HashMap<>();
    private List<Change> waiting = new ArrayList<>();
    private long characters;
    private long sinceNanos;
    private boolean full;

    Gathering(Reception reception) {
        this.enough = reception.batchSize();
        this.windowNanos = reception.batchWindow().toNanos();
    }

    /**
     * How often the engine has to give a sign, so that a window's end is noticed without a change.
     *
     * @param usual how often it does otherwise
     */
    static Duration signs(Reception reception, Duration usual) {
        Duration half = reception.batchWindow().dividedBy(2);
        if (half.isZero() || half.compareTo(usual) > 0) {
            return usual;
        }
        return half.compareTo(SHORTEST_SIGN) < 0 ? SHORTEST_SIGN : half;
    }

    void add(Change change, long nanos) {
        if (waiting.isEmpty()) {
            sinceNanos = nanos;
        }
        waiting.add(change);
        characters += change.characters();
        int inShard = ofShard.merge(change.shard(), 1, Integer::sum);
        full = full || inShard >= enough || characters >= MUCH_CHARACTERS;
    }

    /** Whether nothing waits that could wait for more. */
    boolean isDue(long nanos) {
        return waiting.isEmpty() || full || nanos - sinceNanos >= windowNanos;
    }

    List<Change> take() {
        List<Change> taken = waiting;
        waiting = new ArrayList<>();
        ofShard.clear();
        characters = 0;
        full = false;
        return taken;
    }
}
