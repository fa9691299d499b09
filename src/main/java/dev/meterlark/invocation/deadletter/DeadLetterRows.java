package dev.meterlark.invocation.deadletter;

import dev.meterlark.invocation.EndReason;
import dev.meterlark.invocation.EndedCall;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.io.ByteArrayOutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of dead letters. */
@Component
class DeadLetterRows {

    private static final int PIECE = 1 << 20;

    private static final String COLUMNS =
            "id, account_id, function_id, function_name, qualifier, executed_version, reason,"
                    + " error_type, error_message, attempts, accepted_at, ended_at, content_type,"
                    + " source, client_context, parent_id, depth, trigger_id, event_bytes";

    private final JdbcTemplate batches;
    private final JdbcClient jdbc;

    DeadLetterRows(JdbcTemplate batches) {
        this.batches = batches;
        this.jdbc = JdbcClient.create(batches);
    }

    /** Joins the transaction that settles the calls. */
    void insert(List<EndedCall> calls) {
        batches.batchUpdate(
                "insert into dead_letter ("
                        + COLUMNS
                        + ", kept_bytes, event) values (?"
                        + ", ?".repeat(20)
                        + ")",
                calls.stream().map(DeadLetterRows::columns).toList());
        List<Object[]> pieces = calls.stream().flatMap(each -> pieces(each).stream()).toList();
        if (!pieces.isEmpty()) {
            batches.batchUpdate(
                    "insert into dead_letter_piece (letter_id, piece, bytes) values (?, ?, ?)",
                    pieces);
        }
    }

    private static Object[] columns(EndedCall call) {
        byte[] event = call.event().payload();
        InvocationId parent = call.lineage().parent();
        return new Object[] {
            call.id().value(),
            call.account().value(),
            call.function().value(),
            Columns.text(call.functionName(), 200),
            Columns.text(call.qualifier(), 128),
            Columns.text(call.executedVersion(), 60),
            call.reason().name(),
            Columns.text(call.errorType(), 256),
            Columns.text(call.errorMessage(), 4_096),
            call.attempts(),
            Columns.instant(call.acceptedAt()),
            Columns.instant(call.endedAt()),
            Columns.text(call.event().contentType(), 1_024),
            Columns.text(call.event().source(), 60),
            Columns.text(call.event().clientContext(), 8_192),
            parent == null ? null : parent.value(),
            call.lineage().depth(),
            call.event().trigger(),
            (long) event.length,
            (long) event.length,
            event.length <= PIECE ? event : Arrays.copyOf(event, PIECE)
        };
    }

    private static List<Object[]> pieces(EndedCall call) {
        List<Object[]> pieces = new ArrayList<>();
        byte[] event = call.event().payload();
        for (int from = PIECE, piece = 1; from < event.length; from += PIECE, piece++) {
            int to = Math.min(event.length, from + PIECE);
            pieces.add(
                    new Object[] {call.id().value(), piece, Arrays.copyOfRange(event, from, to)});
        }
        return pieces;
    }

    Optional<DeadLetter> find(AccountId account, InvocationId id) {
        return jdbc.sql(
                        "select %s, replayed_as, replayed_at from dead_letter where account_id = ?"
                                        .formatted(COLUMNS)
                                + " and id = ?")
                .param(account.value())
                .param(id.value())
                .query((row, _) -> letter(row))
                .optional();
    }

    /** Empty when it went into a replay, or the letter is gone. */
    Optional<byte[]> event(DeadLetter letter) {
        List<byte[]> first =
                jdbc.sql("select event from dead_letter where id = ? and event is not null")
                        .param(letter.id().value())
                        .query(byte[].class)
                        .list();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        if (letter.eventBytes() <= PIECE) {
            return Optional.of(first.getFirst());
        }
        var event = new ByteArrayOutputStream();
        event.writeBytes(first.getFirst());
        jdbc.sql("select bytes from dead_letter_piece where letter_id = ? order by piece")
                .param(letter.id().value())
                .query(byte[].class)
                .list()
                .forEach(event::writeBytes);
        return Optional.of(event.toByteArray());
    }

    /** The newest first. */
    List<DeadLetter> newest(
            AccountId account, DeadLetterFilter filter, @Nullable Place after, int most) {
        var where = new Where(account, filter);
        if (after != null) {
            where.and("(ended_at < ? or ended_at = ? and id < ?)", after);
        }
        return list(where, "account_id, ended_at desc, id desc", most);
    }

    /** Those that were not replayed, in the order in which they ended. */
    List<DeadLetter> oldest(
            AccountId account, DeadLetterFilter filter, @Nullable Place after, int most) {
        var where = new Where(account, filter);
        where.and("replayed_as is null");
        if (after != null) {
            where.and("(ended_at > ? or ended_at = ? and id > ?)", after);
        }
        return list(where, "account_id, ended_at, id", most);
    }

    long count(AccountId account, DeadLetterFilter filter) {
        var where = new Where(account, filter);
        where.and("replayed_as is null");
        return jdbc.sql("select count(*) from dead_letter where " + where.sql())
                .params(where.values())
                .query(Long.class)
                .single();
    }

    /** How many were not replayed, as far as that. */
    int waiting(AccountId account, int most) {
        return jdbc.sql(
                        "select count(*) from (select 1 from dead_letter where account_id = ?"
                                + " and replayed_as is null limit ?) waiting")
                .param(account.value())
                .param(most)
                .query(Integer.class)
                .single();
    }

    /**
     * @param order with all columns of an index: only then H2 ends after the last that is wanted
     */
    private List<DeadLetter> list(Where where, String order, int most) {
        return jdbc.sql(
                        "select %s, replayed_as, replayed_at from dead_letter where %s order by %s limit %d"
                                .formatted(COLUMNS, where.sql(), order, most))
                .params(where.values())
                .query((row, _) -> letter(row))
                .list();
    }

    /** Its event goes: the call that it was replayed as has it. The first who says so wins. */
    void replayed(DeadLetter letter, InvocationId as, Instant now) {
        int first =
                jdbc.sql(
                                "update dead_letter set replayed_as = ?, replayed_at = ?,"
                                        + " event = null, kept_bytes = 0"
                                        + " where id = ? and replayed_as is null")
                        .param(as.value())
                        .param(Columns.instant(now))
                        .param(letter.id().value())
                        .update();
        if (first == 1 && letter.eventBytes() > PIECE) {
            jdbc.sql("delete from dead_letter_piece where letter_id = ?")
                    .param(letter.id().value())
                    .update();
        }
    }

    /** Also those that were replayed. */
    DeadLetters.Count countAll(AccountId account, DeadLetterFilter filter, Instant to) {
        var where = new Where(account, filter);
        return jdbc.sql(
                        "select count(*) as letters, count(replayed_as) as replayed,"
                                + " coalesce(sum(kept_bytes), 0) as kept from dead_letter where "
                                + where.sql())
                .params(where.values())
                .query(
                        (row, _) ->
                                new DeadLetters.Count(
                                        row.getLong("letters"),
                                        row.getLong("replayed"),
                                        row.getLong("kept"),
                                        to))
                .single();
    }

    /**
     * @return how many were deleted; fewer than said when there are no more
     */
    int deleteOldest(AccountId account, DeadLetterFilter filter, int most) {
        var where = new Where(account, filter);
        return jdbc.sql(
                        "delete from dead_letter where id in (select id from dead_letter where %s order by ended_at, id limit %d)"
                                .formatted(where.sql(), most))
                .params(where.values())
                .update();
    }

    boolean delete(AccountId account, InvocationId id) {
        return jdbc.sql("delete from dead_letter where account_id = ? and id = ?")
                        .param(account.value())
                        .param(id.value())
                        .update()
                == 1;
    }

    private static DeadLetter letter(ResultSet row) throws SQLException {
        UUID parent = row.getObject("parent_id", UUID.class);
        UUID replayedAs = row.getObject("replayed_as", UUID.class);
        OffsetDateTime replayedAt = row.getObject("replayed_at", OffsetDateTime.class);
        return new DeadLetter(
                new InvocationId(row.getObject("id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                new FunctionId(row.getObject("function_id", UUID.class)),
                row.getString("function_name"),
                row.getString("qualifier"),
                row.getString("executed_version"),
                EndReason.valueOf(row.getString("reason")),
                row.getString("error_type"),
                row.getString("error_message"),
                row.getInt("attempts"),
                row.getObject("accepted_at", OffsetDateTime.class).toInstant(),
                row.getObject("ended_at", OffsetDateTime.class).toInstant(),
                row.getString("content_type"),
                row.getString("source"),
                row.getString("client_context"),
                new Lineage(parent == null ? null : new InvocationId(parent), row.getInt("depth")),
                row.getObject("trigger_id", UUID.class),
                row.getLong("event_bytes"),
                replayedAs == null ? null : new InvocationId(replayedAs),
                replayedAt == null ? null : replayedAt.toInstant());
    }
}
