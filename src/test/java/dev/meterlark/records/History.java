package dev.meterlark.records;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What clients were told, noted as they were told it. Whoever got no answer notes that the outcome
 * is unknown: it may have happened or not, and both are right. Safe for many threads.
 */
public final class History {

    private final Map<String, BigDecimal> answered = new ConcurrentHashMap<>();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
    private final Set<String> givenUp = ConcurrentHashMap.newKeySet();
    private final Queue<String> refusedByAlias = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unknown = new AtomicInteger();

    /** A synchronous call had its answer, at this price. */
    public void answered(String id, BigDecimal price) {
        answered.put(id, price);
    }

    /** An asynchronous call was taken: 202. */
    public void accepted(String id) {
        accepted.add(id);
    }

    /** An accepted call was called off, and that was confirmed. */
    public void cancelled(String id) {
        cancelled.add(id);
    }

    /** An accepted call was seen to be given up on. */
    public void givenUp(String id) {
        givenUp.add(id);
    }

    public Set<String> givenUp() {
        return Set.copyOf(givenUp);
    }

    /**
     * A call through an alias had no answer of its function, though the alias was there all the
     * time.
     *
     * @param answer what it had instead
     */
    public void refusedByAlias(String answer) {
        refusedByAlias.add(answer);
    }

    public List<String> refusedByAlias() {
        return List.copyOf(refusedByAlias);
    }

    /** A request of whatever kind ended without an answer. */
    public void unknown() {
        unknown.incrementAndGet();
    }

    public Map<String, BigDecimal> answered() {
        return Map.copyOf(answered);
    }

    public Set<String> accepted() {
        return Set.copyOf(accepted);
    }

    public Set<String> cancelled() {
        return Set.copyOf(cancelled);
    }

    @Override
    public String toString() {
        return "%d answered, %d accepted, %d cancelled, %d unknown"
                .formatted(answered.size(), accepted.size(), cancelled.size(), unknown.get());
    }
}
