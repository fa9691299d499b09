package dev.meterlark.platform;

import dev.meterlark.platform.OutboxRows.Leased;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Takes what was delivered out of the outbox: what is delivered while one transaction is being
 * written goes with the next, all together.
 */
@Component
class Departing implements AutoCloseable {

    private static final GroupCommit.Bounds BOUNDS =
            new GroupCommit.Bounds(256, Long.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);
    private static final Duration PARTING = Duration.ofSeconds(5);

    private final OutboxRows rows;
    private final GroupCommit<Gone> group;

    private record Gone(Leased leased, CompletableFuture<Boolean> mine) {}

    Departing(OutboxRows rows) {
        this.rows = rows;
        this.group = new GroupCommit<>("outbox-departing", BOUNDS, _ -> 0, this::write);
        group.start();
    }

    /**
     * Returns when it is written; throws what the database does.
     *
     * @return whether the lease was still this node's
     */
    boolean delivered(Leased leased) {
        Gone gone = new Gone(leased, new CompletableFuture<>());
        return group.offer(gone) ? gone.mine.join() : rows.delivered(List.of(leased))[0];
    }

    private void write(List<Gone> gone) {
        try {
            boolean[] mine = rows.delivered(gone.stream().map(Gone::leased).toList());
            for (int i = 0; i < mine.length; i++) {
                gone.get(i).mine.complete(mine[i]);
            }
        } catch (RuntimeException e) {
            gone.forEach(each -> each.mine.completeExceptionally(e));
        }
    }

    @Override
    public void close() {
        group.close(PARTING);
    }
}
