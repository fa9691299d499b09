package dev.meterlark.trigger.database;

import dev.meterlark.platform.DurableSteps;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the engine reads is handed over, and then the position follows: never before, and never into
 * the middle of rows that share a place in the log, because from there the engine would go on
 * behind them. Called by the engine's one thread.
 */
final class Following implements DebeziumEngine.ChangeConsumer<ChangeEvent<String, String>> {

    private final Changes changes;
    private final Gathering gathering;
    private final Handing handing;
    private final long signsNanos;
    private final AtomicLong newestMillis = new AtomicLong();
    private @Nullable ChangeEvent<String, String> held;
    private @Nullable ChangeEvent<String, String> whole;
    private long movedNanos;
    private volatile String place = "";

    /**
     * @param signs how often the position moves on where nothing changes
     */
    Following(Changes changes, Gathering gathering, Handing handing, Duration signs) {
        this.changes = changes;
        this.gathering = gathering;
        this.handing = handing;
        this.signsNanos = signs.dividedBy(2).toNanos(); // they come about in time
        this.movedNanos = System.nanoTime() - signsNanos;
    }

    @Override
    public void handleBatch(
            List<ChangeEvent<String, String>> read,
            DebeziumEngine.RecordCommitter<ChangeEvent<String, String>> committer)
            throws InterruptedException {
        long now = System.nanoTime();
        for (ChangeEvent<String, String> each : read) {
            changes.of(each).ifPresent(change -> gathering.add(change, now));
        }
        ChangeEvent<String, String> last = lastWhole(read);
        whole = last == null ? whole : last;
        if (!gathering.isDue(now)) {
            return;
        }
        List<Change> due = gathering.take();
        if (due.isEmpty() && now - movedNanos < signsNanos) {
            return;
        }
        handing.all(due);
        DurableSteps.reached("database.accepted");
        if (!due.isEmpty()) {
            newestMillis.set(due.getLast().at().toEpochMilli());
        }
        place = Changes.place(read.getLast());
        move(committer);
    }

    private void move(DebeziumEngine.RecordCommitter<ChangeEvent<String, String>> committer)
            throws InterruptedException {
        if (whole != null) {
            committer.markProcessed(whole);
            whole = null;
        }
        committer.markBatchFinished();
        movedNanos = System.nanoTime();
    }

    /** When the database committed what was handed over last; the epoch before anything was. */
    Instant newest() {
        return Instant.ofEpochMilli(newestMillis.get());
    }

    /** Of the last that was handed over; empty before anything was. */
    String place() {
        return place;
    }

    /** The last before those that share their place with the end; those wait for what follows. */
    private @Nullable ChangeEvent<String, String> lastWhole(
            List<ChangeEvent<String, String>> read) {
        ChangeEvent<String, String> end = read.getLast();
        if (!Changes.mayShareItsPlace(end)) {
            return end;
        }
        String place = Changes.place(end);
        ChangeEvent<String, String> before = held;
        held = end;
        for (int i = read.size() - 2; i >= 0; i--) {
            if (!Changes.place(read.get(i)).equals(place)) {
                return read.get(i);
            }
        }
        return before == null || Changes.place(before).equals(place) ? null : before;
    }
}
