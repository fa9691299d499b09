package dev.meterlark.invocation.queue;

import dev.meterlark.invocation.Accepted;
import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Writes a group of offers, inside the caller's transaction. Says for each what is to be told to
 * whoever brought it, once the transaction is committed.
 */
final class Accepting {

    /** The end of time: of what waits for another call, and not for a time. */
    static final OffsetDateTime NEVER = OffsetDateTime.of(9999, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private static final Duration LATER = Duration.ofSeconds(5);

    private static final String INSERT =
            "insert into async_call (id, account_id, function_id, function_name, qualifier, state,"
                    + " epoch, due_at, accepted_at, aged_from, attempts, failures, setbacks,"
                    + " cancel_asked, is_ordered, head, payload, event_bytes)"
                    + " values (?, ?, ?, ?, ?, ?, 0, ?, ?, ?, 0, 0, 0, false, ?, ?, ?, ?)";

    private final JdbcTemplate jdbc;
    private final AcceptedCounts counts;
    private final AcceptedCounts.Room most;
    private final Duration deduplicationKept;
    private final Pieces events;

    Accepting(JdbcTemplate jdbc, AcceptedCounts counts, QueueProperties properties) {
        this.jdbc = jdbc;
        this.counts = counts;
        this.most =
                new AcceptedCounts.Room(
                        properties.maxBacklog(), properties.maxBacklogSize().toBytes());
        this.deduplicationKept = properties.deduplicationKept();
        this.events = Pieces.ofEvents(jdbc);
    }

    /** What a promise is to hear. */
    sealed interface Told {

        record Kept(Accepted accepted, boolean runnable) implements Told {}

        record Refused(RefusedException why) implements Told {}
    }

    Map<Offer, Told> accept(List<Offer> offers, Instant now) {
        Map<Offer, Told> told = new LinkedHashMap<>();
        List<Offer> fresh = withoutDuplicates(offers, now, told);
        List<Offer> fitting = thatFit(fresh, told);
        insert(fitting, told);
        return told;
    }

    private record Key(FunctionId function, String text) {}

    private record First(InvocationId call, byte[] contentHash) {}

    /** Two nodes that write the same key at once meet at its primary key, and one comes again. */
    private List<Offer> withoutDuplicates(List<Offer> offers, Instant now, Map<Offer, Told> told) {
        Map<Key, First> inGroup = new HashMap<>();
        List<Offer> fresh = new ArrayList<>();
        for (Offer offer : offers) {
            String text = offer.terms().deduplicationKey();
            if (text == null) {
                fresh.add(offer);
                continue;
            }
            Key key = new Key(offer.function(), text);
            byte[] hash = offer.contentHash();
            First first = inGroup.containsKey(key) ? inGroup.get(key) : known(key, now);
            if (first == null) {
                inGroup.put(key, new First(offer.id(), hash));
                fresh.add(offer);
            } else if (Arrays.equals(first.contentHash, hash)) {
                told.put(offer, new Told.Kept(new Accepted(first.call, true), false));
            } else {
                told.put(offer, new Told.Refused(mismatch(text, first.call)));
            }
        }
        return fresh;
    }

    private @Nullable First known(Key key, Instant now) {
        List<First> found =
                jdbc.query(
                        "select call_id, content_hash from async_deduplication"
                                + " where function_id = ? and key_text = ? and expires_at > ?",
                        (row, _) ->
                                new First(
                                        new InvocationId(row.getObject(1, UUID.class)),
                                        row.getBytes(2)),
                        key.function.value(),
                        key.text,
                        Columns.instant(now));
        return found.isEmpty() ? null : found.getFirst();
    }

    /** Locks the row of every account, in one order. Those that came first have the room. */
    private List<Offer> thatFit(List<Offer> offers, Map<Offer, Told> told) {
        Map<AccountId, List<Offer>> byAccount = new TreeMap<>(AcceptedCounts.ORDER);
        offers.forEach(
                offer ->
                        byAccount
                                .computeIfAbsent(offer.account(), _ -> new ArrayList<>())
                                .add(offer));
        List<Offer> fitting = new ArrayList<>();
        byAccount.forEach(
                (account, theirs) -> {
                    long bytes = theirs.stream().mapToLong(Offer::bytes).sum();
                    fitting.addAll(
                            counts.add(account, theirs.size(), bytes, most)
                                    ? theirs
                                    : theFirst(account, theirs, told));
                });
        return fitting;
    }

    private List<Offer> theFirst(AccountId account, List<Offer> offers, Map<Offer, Told> told) {
        counts.lock(account);
        AcceptedCounts.Room room = counts.room(account, most);
        List<Offer> fitting = new ArrayList<>();
        long bytes = 0;
        for (Offer offer : offers) {
            boolean fits = fitting.size() < room.calls() && bytes + offer.bytes() <= room.bytes();
            if (fits) {
                fitting.add(offer);
                bytes += offer.bytes();
            } else {
                told.put(offer, new Told.Refused(full()));
            }
        }
        counts.add(account, fitting.size(), bytes);
        return fitting;
    }

    private void insert(List<Offer> offers, Map<Offer, Told> told) {
        Map<Offer, RowState> states = states(offers);
        jdbc.batchUpdate(
                INSERT, offers.stream().map(offer -> row(offer, state(states, offer))).toList());
        for (Offer offer : offers) {
            if (Pieces.inline(offer.event().payload()) == null) {
                events.write(offer.id(), offer.event().payload());
            }
            told.put(
                    offer,
                    new Told.Kept(
                            new Accepted(offer.id(), false),
                            state(states, offer) == RowState.WAITING));
        }
        insertKeys(offers);
    }

    private static RowState state(Map<Offer, RowState> states, Offer offer) {
        return Objects.requireNonNull(states.get(offer));
    }

    private Map<Offer, RowState> states(List<Offer> offers) {
        Map<Offer, RowState> states = new HashMap<>();
        Set<Key> begun = new HashSet<>();
        for (Offer offer : offers) {
            String ordering = offer.terms().orderingKey();
            Key key = ordering == null ? null : new Key(offer.function(), ordering);
            boolean behind = key != null && (begun.contains(key) || anotherWaits(key));
            if (key != null) {
                begun.add(key);
            }
            states.put(offer, behind ? RowState.BEHIND : RowState.WAITING);
        }
        return states;
    }

    /** Under the account's lock, which whoever ends the call before takes too. */
    private boolean anotherWaits(Key key) {
        return !jdbc.queryForList(
                        "select call_id from async_order where function_id = ? and ordering_key = ?"
                                + " order by position limit 1",
                        key.function.value(),
                        key.text)
                .isEmpty();
    }

    private static Object[] row(Offer offer, RowState state) {
        return new Object[] {
            offer.id().value(),
            offer.account().value(),
            offer.function().value(),
            offer.wanted().name(),
            offer.wanted().qualifier(),
            state.column(),
            state == RowState.BEHIND ? NEVER : Columns.instant(offer.agedFrom()),
            Columns.instant(offer.acceptedAt()),
            Columns.instant(offer.agedFrom()),
            offer.ordered(),
            offer.head(),
            Pieces.inline(offer.event().payload()),
            offer.bytes()
        };
    }

    private void insertKeys(List<Offer> offers) {
        for (Offer offer : offers) {
            if (offer.terms().orderingKey() != null) {
                jdbc.update(
                        "insert into async_order (call_id, function_id, ordering_key)"
                                + " values (?, ?, ?)",
                        offer.id().value(),
                        offer.function().value(),
                        offer.terms().orderingKey());
            }
            if (offer.terms().deduplicationKey() != null) {
                insertDeduplication(offer);
            }
        }
    }

    private void insertDeduplication(Offer offer) {
        Object[] key = {offer.function().value(), offer.terms().deduplicationKey()};
        jdbc.update(
                "delete from async_deduplication where function_id = ? and key_text = ?"
                        + " and expires_at <= ?",
                key[0],
                key[1],
                Columns.instant(offer.acceptedAt()));
        jdbc.update(
                "insert into async_deduplication (function_id, key_text, call_id, content_hash,"
                        + " expires_at) values (?, ?, ?, ?, ?)",
                key[0],
                key[1],
                offer.id().value(),
                offer.contentHash(),
                Columns.instant(offer.acceptedAt().plus(deduplicationKept)));
    }

    private RefusedException full() {
        return new RefusedException(
                ErrorCode.QUEUE_FULL,
                "%d asynchronous calls of the account wait, or their events take %d bytes, which is as much as may; try again when some have ended"
                        .formatted(most.calls(), most.bytes()),
                LATER);
    }

    private static RefusedException mismatch(String key, InvocationId first) {
        return new RefusedException(
                ErrorCode.DEDUPLICATION_MISMATCH,
                "the deduplication key %s belongs to call %s, which has another event or other terms; take a new key for a new call"
                        .formatted(key, first));
    }
}
