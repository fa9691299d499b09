package dev.meterlark.storage.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.account.AuditLog;
import dev.meterlark.account.Page;
import dev.meterlark.platform.OfDatabase;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at messages where they lie: none is received by it, hidden, or counted as such. */
@Service
@Transactional
public class Browsing {

    /** Of a body; a list of whole ones might be hundreds of megabytes. */
    private static final int SHOWN = 64 * 1024;

    /** More than any body has. */
    private static final int WHOLE = 1 << 24;

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final QueueRows queues;
    private final LyingRows lying;
    private final Groups groups;
    private final AuditLog audit;
    private final JsonMapper json;
    private final InstantSource clock;

    Browsing(
            QueueRows queues,
            LyingRows lying,
            Groups groups,
            AuditLog audit,
            JsonMapper json,
            @OfDatabase InstantSource clock) {
        this.queues = queues;
        this.lying = lying;
        this.groups = groups;
        this.audit = audit;
        this.json = json;
        this.clock = clock;
    }

    /** Of the messages of these queues, by name; those without messages are left out. */
    @Transactional(readOnly = true)
    public Map<String, QueueCounts> counts(Caller caller, Collection<String> names) {
        Map<QueueId, String> known = new HashMap<>();
        for (String name : names) {
            queues.find(caller.account(), name).ifPresent(queue -> known.put(queue.id(), name));
        }
        Map<String, QueueCounts> counts = new HashMap<>();
        lying.counts(known.keySet(), clock.instant())
                .forEach((id, each) -> counts.put(known.get(id), each));
        return counts;
    }

    /** Those that are kept, in whatever state, the oldest first. */
    @Transactional(readOnly = true)
    public Page<LyingMessage> browse(
            Caller caller, String name, @Nullable String cursor, @Nullable Integer limit) {
        return browse(caller, name, Stretch.of(cursor, limit), SHOWN);
    }

    /** The same with whole bodies. */
    @Transactional(readOnly = true)
    Page<LyingMessage> whole(Caller caller, String name, @Nullable String cursor, int limit) {
        return browse(caller, name, Stretch.of(cursor, limit), WHOLE);
    }

    private Page<LyingMessage> browse(Caller caller, String name, Stretch stretch, int shown) {
        LyingRows.Place after = place(stretch);
        Queue queue = queues.find(caller.account(), name).orElseThrow(Queues::unknown);
        Instant now = clock.instant();
        List<LyingRows.Lying> found =
                lying.after(queue, after, queue.keptFrom(now), stretch.most() + 1, shown);
        Map<QueueId, Optional<String>> names = new HashMap<>();
        return new Page<>(
                stretch.items(found).stream().map(each -> shown(queue, each, names, now)).toList(),
                stretch.nextCursor(
                        found, each -> each.place().keptFrom() + "/" + each.place().position()));
    }

    /**
     * Deletes one, also one that is in somebody's hand.
     *
     * @throws RefusedException when there is no such message in the queue
     */
    public void delete(Caller caller, String name, String message) {
        Queue queue = queues.find(caller.account(), name).orElseThrow(Queues::unknown);
        MessageId id = MessageId.parse(message).orElseThrow(Browsing::unknown);
        Optional<String> group = lying.groupOf(queue, id).orElseThrow(Browsing::unknown);
        boolean held = group.isPresent() && groups.lock(queue, group.get());
        if (!lying.delete(queue, id)) {
            throw unknown();
        }
        if (held) {
            groups.settle(queue, group.get());
        }
        audit.record(
                caller,
                "queue.message-deleted",
                Queues.subject(queue),
                Map.of("message", id.toString()));
    }

    private LyingMessage shown(
            Queue queue, LyingRows.Lying each, Map<QueueId, Optional<String>> names, Instant now) {
        QueueId from = each.cameFrom();
        String attributes = each.attributes();
        return new LyingMessage(
                each.id(),
                state(each, now),
                new String(each.body(), UTF_8),
                each.bodyBytes() > each.body().length,
                each.bytes(),
                attributes == null ? Map.of() : json.readValue(attributes, TEXTS),
                each.group(),
                each.deduplicationId(),
                from == null
                        ? null
                        : names.computeIfAbsent(
                                        from,
                                        id -> queues.find(queue.account(), id).map(Queue::name))
                                .orElse(null),
                each.receives(),
                each.sentAt(),
                each.firstReceivedAt(),
                each.dueAt());
    }

    private static String state(LyingRows.Lying each, Instant now) {
        if (!each.dueAt().isAfter(now)) {
            return "waiting";
        }
        return each.inFlight() ? "in-flight" : "delayed";
    }

    private static LyingRows.Place place(Stretch stretch) {
        if (stretch.after().isEmpty()) {
            return new LyingRows.Place(Instant.EPOCH, 0);
        }
        try {
            String[] parts = stretch.after().split("/", 2);
            return new LyingRows.Place(Instant.parse(parts[0]), Long.parseLong(parts[1]));
        } catch (DateTimeException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "cursor is not one that this list answered with; leave it out to start over");
        }
    }

    /** The same for those of another account. */
    private static RefusedException unknown() {
        return new RefusedException(ErrorCode.NOT_FOUND, "there is no such message in this queue");
    }
}
