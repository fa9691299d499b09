package dev.meterlark.invocation.deadletter;

import dev.meterlark.edge.AuditTrail;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The calls of an account that were given up on. */
@Service
public class DeadLetters {

    public static final int MOST_LISTED = 100;

    private final DeadLetterRows rows;
    private final AuditTrail audit;
    private final Clearing clearing;
    private final DeadLetterProperties properties;
    private final InstantSource clock;

    DeadLetters(
            DeadLetterRows rows,
            AuditTrail audit,
            Clearing clearing,
            DeadLetterProperties properties,
            InstantSource clock) {
        this.rows = rows;
        this.audit = audit;
        this.clearing = clearing;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * The newest first.
     *
     * @param nextCursor where older ones go on; null when there are none
     */
    public record Page(List<DeadLetter> items, @Nullable String nextCursor) {}

    /**
     * @param event null when it went into a replay
     */
    public record Whole(DeadLetter letter, byte @Nullable [] event) {}

    /**
     * How many there are of a kind.
     *
     * @param replayed of them, which have given their events away
     * @param eventBytes that are kept
     * @param to the first end that is not counted; who deletes up to there deletes no others
     */
    public record Count(long letters, long replayed, long eventBytes, Instant to) {}

    /**
     * @param left that match and were too many for once
     */
    public record Cleared(long deleted, long left) {}

    public Page page(
            AccountId account, DeadLetterFilter filter, @Nullable String cursor, int limit) {
        if (limit < 1 || limit > MOST_LISTED) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "limit must be 1 to %d, was: %d".formatted(MOST_LISTED, limit));
        }
        List<DeadLetter> found = rows.newest(account, filter, place(cursor), limit + 1);
        List<DeadLetter> items = found.stream().limit(limit).toList();
        return new Page(items, found.size() > limit ? cursor(items.getLast()) : null);
    }

    /** How many wait for somebody's decision, counted as far as that. */
    public int waiting(AccountId account, int most) {
        return rows.waiting(account, most);
    }

    public Optional<Whole> find(AccountId account, InvocationId id) {
        return rows.find(account, id)
                .map(letter -> new Whole(letter, rows.event(letter).orElse(null)));
    }

    /** Whether there was one. */
    @Transactional
    public boolean delete(Caller caller, InvocationId id) {
        Optional<DeadLetter> letter = rows.find(caller.account(), id);
        boolean deleted = letter.isPresent() && rows.delete(caller.account(), id);
        if (deleted) {
            audit.record(
                    caller,
                    "dead-letter.deleted",
                    "function:" + letter.get().functionName(),
                    Map.of("call", id.toString(), "reason", letter.get().reason().name()));
        }
        return deleted;
    }

    /** Of what has ended by now. */
    public Count count(AccountId account, DeadLetterFilter filter) {
        Instant now = clock.instant();
        Instant to = filter.to() == null || filter.to().isAfter(now) ? now : filter.to();
        return rows.countAll(account, filter.until(to), to);
    }

    /**
     * Deletes those that match, the oldest first, as many as may be at once; in batches, so that
     * what a crash leaves over can be asked for again.
     *
     * @param functionName for the audit log; null for those of all
     * @param filter with its end: whoever deletes has seen how many there are up to there
     */
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    public Cleared deleteAll(
            Caller caller, @Nullable String functionName, DeadLetterFilter filter) {
        if (filter.to() == null) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "to must be said: ask for the count of them first, which says up to when it"
                            + " counts");
        }
        String whose = functionName == null ? "dead-letters:all" : "function:" + functionName;
        long deleted = clearing.clear(caller, whose, filter, properties.mostPerDelete());
        long left =
                deleted < properties.mostPerDelete()
                        ? 0
                        : rows.countAll(caller.account(), filter, filter.to()).letters();
        return new Cleared(deleted, left);
    }

    private static String cursor(DeadLetter last) {
        String text = last.endedAt() + "/" + last.id();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static @Nullable Place place(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        try {
            byte[] text = Base64.getUrlDecoder().decode(cursor);
            String[] parts = new String(text, StandardCharsets.US_ASCII).split("/", 2);
            return new Place(Instant.parse(parts[0]), InvocationId.parse(parts[1]));
        } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "cursor is not one that this list answered with; leave it out to start over");
        }
    }
}
