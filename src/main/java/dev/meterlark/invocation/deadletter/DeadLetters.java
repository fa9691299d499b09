package dev.meterlark.invocation.deadletter;

import dev.meterlark.edge.AuditTrail;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
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

    DeadLetters(DeadLetterRows rows, AuditTrail audit) {
        this.rows = rows;
        this.audit = audit;
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
