package dev.meterlark.trigger.kafka;

import dev.meterlark.invocation.Accepted;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The records of one partition on their way to the front door: one batch after the other, the next
 * not before the one before was accepted, so that their order stays and a position is never ahead.
 * What is refused for now is brought again until it is taken. Used by one thread.
 */
final class Lane {

    /** Of a batch, well below what an asynchronous call may have. */
    private static final long MOST_CHARACTERS = 512 * 1024;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    private final int partition;
    private final Door door;
    private final int batchSize;
    private final long windowNanos;
    private final Deque<RecordEvent> waiting = new ArrayDeque<>();
    private long characters;
    private long oldestNanos;
    private long accepted;
    private int mostAtOnce;
    private @Nullable Begun begun;

    /** What was not taken comes again as it was: if it was taken all the same, it is one call. */
    private @Nullable List<RecordEvent> again;

    private Duration pause = FIRST_PAUSE;
    private long notBeforeNanos;

    /** Where batches go. */
    interface Door {

        CompletableFuture<Optional<Accepted>> hand(int partition, List<RecordEvent> events);

        /** A record that is too large goes on without its values. */
        void leftOut(RecordEvent event);
    }

    private record Begun(List<RecordEvent> events, CompletableFuture<Optional<Accepted>> promise) {}

    /**
     * @param next the offset that comes first
     */
    Lane(int partition, long next, int batchSize, Duration window, Door door, long nanos) {
        this.partition = partition;
        this.accepted = next;
        this.batchSize = batchSize;
        this.mostAtOnce = batchSize;
        this.windowNanos = window.toNanos();
        this.door = door;
        this.notBeforeNanos = nanos;
    }

    void add(RecordEvent event, long nanos) {
        if (waiting.isEmpty()) {
            oldestNanos = nanos;
        }
        waiting.add(event);
        characters += event.characters();
    }

    /** The next offset that was not accepted: what is before it was, all of it. */
    long accepted() {
        return accepted;
    }

    long characters() {
        return characters;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Whether something is to be seen to soon. */
    boolean isMoving(long nanos) {
        return begun != null || !waiting.isEmpty() && nanos - notBeforeNanos >= 0;
    }

    /** Records that Kafka does not have for us lie before it: it goes on from here. */
    void skipTo(long next) {
        if (waiting.isEmpty() && next > accepted) {
            accepted = next;
        }
    }

    /** Begins what can begin, and ends what has ended. */
    void step(long nanos) {
        end(nanos);
        if (begun == null && isReady(nanos)) {
            List<RecordEvent> next = next();
            begun = new Begun(next, door.hand(partition, next));
        }
    }

    /** Ends what has ended, and begins nothing more. */
    void end(long nanos) {
        Begun under = begun;
        if (under != null && under.promise.isDone()) {
            begun = null;
            end(under, nanos);
        }
    }

    /** Null when nothing is under way. */
    @Nullable CompletableFuture<Optional<Accepted>> underWay() {
        return begun == null ? null : begun.promise;
    }

    private boolean isReady(long nanos) {
        return !waiting.isEmpty()
                && nanos - notBeforeNanos >= 0
                && (waiting.size() >= batchSize
                        || characters >= MOST_CHARACTERS
                        || nanos - oldestNanos >= windowNanos);
    }

    private List<RecordEvent> next() {
        if (again != null) {
            return again;
        }
        List<RecordEvent> next = new ArrayList<>();
        long size = 0;
        for (RecordEvent each : waiting) {
            size += each.characters();
            if (!next.isEmpty() && (next.size() >= mostAtOnce || size > MOST_CHARACTERS)) {
                break;
            }
            next.add(each);
        }
        return next;
    }

    private void end(Begun ended, long nanos) {
        RefusedException refusal = refusal(ended.promise);
        again = null;
        if (refusal == null) {
            for (RecordEvent each : ended.events) {
                waiting.remove();
                characters -= each.characters();
                accepted = each.offset() + 1;
            }
            oldestNanos = nanos;
            notBeforeNanos = nanos;
            pause = FIRST_PAUSE;
            mostAtOnce = batchSize;
        } else if (refusal.code() == ErrorCode.EVENT_TOO_LARGE && isMadeSmaller(ended.events)) {
            notBeforeNanos = nanos;
        } else {
            Duration asked = refusal.retryAfter();
            again = ended.events;
            notBeforeNanos = nanos + (asked == null ? pause : asked).toNanos();
            pause = longer(pause);
        }
    }

    /** In halves; and what is one record, without its values. */
    private boolean isMadeSmaller(List<RecordEvent> events) {
        if (events.size() > 1) {
            mostAtOnce = events.size() / 2;
            return true;
        }
        RecordEvent first = waiting.remove();
        RecordEvent reduced = first.reduced();
        characters += reduced.characters() - first.characters();
        waiting.addFirst(reduced);
        if (reduced.characters() >= first.characters()) {
            return false;
        }
        door.leftOut(first);
        return true;
    }

    private static @Nullable RefusedException refusal(
            CompletableFuture<Optional<Accepted>> promise) {
        try {
            promise.join();
            return null;
        } catch (CompletionException e) {
            return e.getCause() instanceof RefusedException refusal
                    ? refusal
                    : new RefusedException(
                            ErrorCode.PLATFORM_ERROR, "the platform failed", null, e.getCause());
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
