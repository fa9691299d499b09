package dev.meterlark.trigger.database;

import dev.meterlark.invocation.Accepted;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.trigger.Batch;
import dev.meterlark.trigger.Handover;
import dev.meterlark.trigger.Ownership;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerReport;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Brings changes to the front door in batches, those of a shard one after the other, and comes back
 * when all were accepted. What is refused for now, because the queue is full say, is brought again
 * until it is taken: the database keeps what comes after. Used by one thread.
 */
final class Handing {

    /** Of a batch, well below what an asynchronous call may have. */
    private static final int MOST_CHARACTERS = 512 * 1024;

    /** Of one event that an asynchronous call may have in any case. */
    private static final int MOST_CHARACTERS_OF_ONE = 240 * 1024;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    private final Trigger<DatabaseTrigger> trigger;
    private final Ownership ownership;
    private final Handover handover;
    private final TriggerReport report;

    Handing(
            Trigger<DatabaseTrigger> trigger,
            Ownership ownership,
            Handover handover,
            TriggerReport report) {
        this.trigger = trigger;
        this.ownership = ownership;
        this.handover = handover;
        this.report = report;
    }

    /**
     * @throws InterruptedException when the trigger is not this node's any more
     */
    void all(List<Change> changes) throws InterruptedException {
        List<List<List<Change>>> shards = shards(changes);
        int rounds = shards.stream().mapToInt(List::size).max().orElse(0);
        for (int round = 0; round < rounds; round++) {
            List<Begun> begun = new ArrayList<>();
            for (List<List<Change>> batches : shards) {
                if (round < batches.size()) {
                    begun.add(begin(batches.get(round)));
                }
            }
            for (Begun each : begun) {
                finish(each);
            }
        }
    }

    private record Begun(List<Change> changes, CompletableFuture<Optional<Accepted>> promise) {}

    private Begun begin(List<Change> changes) {
        int shard = changes.getFirst().shard();
        Batch batch = Batch.ofEvents(changes.stream().<JsonNode>map(Change::event).toList());
        return new Begun(
                changes,
                handover.batch(trigger, batch, key(shard, changes), String.valueOf(shard)));
    }

    private void finish(Begun first) throws InterruptedException {
        Begun begun = first;
        for (Duration pause = FIRST_PAUSE; ; pause = longer(pause)) {
            RefusedException refusal = refusal(begun.promise);
            if (refusal == null) {
                return;
            }
            if (refusal.code() == ErrorCode.EVENT_TOO_LARGE && isMadeSmaller(begun.changes)) {
                return;
            }
            Duration asked = refusal.retryAfter();
            if (!ownership.pause(asked == null ? pause : asked)) {
                throw new InterruptedException("the trigger is not this node's any more");
            }
            begun = begin(begun.changes);
        }
    }

    /** In halves; and what is one event, without its longest values. */
    private boolean isMadeSmaller(List<Change> changes) throws InterruptedException {
        if (changes.size() > 1) {
            int half = changes.size() / 2;
            finish(begin(changes.subList(0, half)));
            finish(begin(changes.subList(half, changes.size())));
            return true;
        }
        Change one = changes.getFirst();
        List<String> leftOut = Oversize.reduce(one.event(), MOST_CHARACTERS_OF_ONE);
        if (leftOut.isEmpty()) {
            return false;
        }
        report.failed(
                trigger,
                "the row of %s at %s is too large for an event; left out: %s"
                        .formatted(
                                one.event().path("subject").asString(""),
                                one.id(),
                                String.join(", ", leftOut)));
        finish(begin(changes));
        return true;
    }

    private static @Nullable RefusedException refusal(CompletableFuture<Optional<Accepted>> promise)
            throws InterruptedException {
        try {
            promise.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause() instanceof RefusedException refusal
                    ? refusal
                    : new RefusedException(
                            ErrorCode.PLATFORM_ERROR, "the platform failed", null, e.getCause());
        }
    }

    private List<List<List<Change>>> shards(List<Change> changes) {
        int count = trigger.configuration().choices().shards();
        List<List<List<Change>>> shards = new ArrayList<>();
        for (int shard = 0; shard < count; shard++) {
            int mine = shard;
            shards.add(batches(changes.stream().filter(each -> each.shard() == mine).toList()));
        }
        return shards;
    }

    private List<List<Change>> batches(List<Change> changes) {
        List<List<Change>> batches = new ArrayList<>();
        List<Change> open = new ArrayList<>();
        int characters = 0;
        for (Change change : changes) {
            boolean full =
                    open.size() >= trigger.reception().batchSize()
                            || characters + change.characters() > MOST_CHARACTERS;
            if (full && !open.isEmpty()) {
                batches.add(open);
                open = new ArrayList<>();
                characters = 0;
            }
            open.add(change);
            characters += change.characters();
        }
        if (!open.isEmpty()) {
            batches.add(open);
        }
        return batches;
    }

    /** The same for the same events alone: batches of a second reading may be cut differently. */
    private static String key(int shard, List<Change> changes) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (Change change : changes) {
                sha.update(change.event().toString().getBytes(StandardCharsets.UTF_8));
            }
            return "%d/%s/%s"
                    .formatted(
                            shard,
                            changes.getLast().id(),
                            HexFormat.of().formatHex(sha.digest(), 0, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
