package dev.meterlark.storage.table;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes who waits on this node for the changes of a table; what other nodes write is found by
 * looking now and then. A permit is news that nobody has looked after; one is enough.
 */
@Component
class ChangeNews {

    private final Map<TableId, Set<Semaphore>> waiting = new ConcurrentHashMap<>();

    void came(TableId table) {
        for (Semaphore each : waiting.getOrDefault(table, Set.of())) {
            if (each.availablePermits() == 0) {
                each.release();
            }
        }
    }

    /** To be told from now on, until it is closed. */
    Ear listen(TableId table) {
        Semaphore news = new Semaphore(0);
        waiting.compute(
                table,
                (_, set) -> {
                    Set<Semaphore> all = set == null ? ConcurrentHashMap.newKeySet() : set;
                    all.add(news);
                    return all;
                });
        return new Ear(this, table, news);
    }

    private void leave(TableId table, Semaphore news) {
        waiting.computeIfPresent(
                table,
                (_, set) -> {
                    set.remove(news);
                    return set.isEmpty() ? null : set;
                });
    }

    /** Somebody who waits for changes of one table. */
    record Ear(ChangeNews of, TableId table, Semaphore news) implements AutoCloseable {

        /** Returns when something changed since the last time, and in any case after so long. */
        void await(Duration most) throws InterruptedException {
            if (news.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
                news.drainPermits();
            }
        }

        @Override
        public void close() {
            of.leave(table, news);
        }
    }
}
