package dev.meterlark.platform;

import dev.meterlark.shared.AccountId;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.io.ByteArrayOutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** The rows of the outbox, in statements that H2 and PostgreSQL both take. */
@Component
class OutboxRows {

    private static final int PIECE = 1 << 20;
    private static final int LONGEST_ABOUT = 200;
    private static final int LONGEST_TROUBLE = 1_000;

    private final JdbcTemplate batches;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    OutboxRows(JdbcTemplate batches, PlatformTransactionManager transactions) {
        this.batches = batches;
        this.jdbc = JdbcClient.create(batches);
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * An entry that this node has until its lease ends.
     *
     * @param attempt its number, from 1
     */
    record Leased(
            UUID id,
            String kind,
            AccountId account,
            String about,
            long bytes,
            Instant putAt,
            long epoch,
            int attempt) {}

    void insert(List<OutboxEntry> entries, Instant now) {
        batches.batchUpdate(
                "insert into outbox (id, kind, account_id, about, body, bytes, put_at, due_at,"
                        + " epoch, attempts) values (?, ?, ?, ?, ?, ?, ?, ?, 0, 0)",
                entries.stream().map(each -> columns(each, now)).toList());
        List<Object[]> pieces = entries.stream().flatMap(e -> pieces(e).stream()).toList();
        if (!pieces.isEmpty()) {
            batches.batchUpdate(
                    "insert into outbox_piece (outbox_id, piece, bytes) values (?, ?, ?)", pieces);
        }
    }

    private static Object[] columns(OutboxEntry entry, Instant now) {
        byte[] body = entry.body();
        return new Object[] {
            entry.id(),
            entry.kind(),
            entry.account().value(),
            Columns.text(entry.about(), LONGEST_ABOUT),
            body.length <= PIECE ? body : Arrays.copyOf(body, PIECE),
            (long) body.length,
            Columns.instant(now),
            Columns.instant(entry.notBefore())
        };
    }

    private static List<Object[]> pieces(OutboxEntry entry) {
        List<Object[]> pieces = new ArrayList<>();
        byte[] body = entry.body();
        for (int from = PIECE, piece = 1; from < body.length; from += PIECE, piece++) {
            int to = Math.min(body.length, from + PIECE);
            pieces.add(new Object[] {entry.id(), piece, Arrays.copyOfRange(body, from, to)});
        }
        return pieces;
    }

    /** The first account behind another, in the order of their ids, that has something due. */
    Optional<AccountId> accountAfter(AccountId last, Instant now) {
        return jdbc.sql(
                        """
                        select account_id from outbox where account_id > ? and due_at <= ?
                        order by account_id limit 1
                        """)
                .param(last.value())
                .param(Columns.instant(now))
                .query(UUID.class)
                .optional()
                .map(AccountId::new);
    }

    /**
     * Takes what has been due longest and nobody else has. What another node takes at the same
     * moment is passed over, not waited for. An attempt counts from here, so that an entry that
     * brings its node down is given up one day.
     */
    List<Leased> claim(AccountId account, int most, Instant now, Instant until) {
        return transaction.execute(
                _ -> {
                    List<Leased> found =
                            jdbc.sql(
                                            """
                                            select id, kind, account_id, about, bytes, put_at,
                                                epoch, attempts
                                            from outbox where account_id = ? and due_at <= ?
                                            order by due_at limit ? for update skip locked
                                            """)
                                    .param(account.value())
                                    .param(Columns.instant(now))
                                    .param(most)
                                    .query((row, _) -> leased(row))
                                    .list();
                    batches.batchUpdate(
                            "update outbox set epoch = ?, attempts = ?, due_at = ? where id = ?",
                            found.stream().map(each -> claimed(each, until)).toList());
                    return found;
                });
    }

    private static Object[] claimed(Leased each, Instant until) {
        return new Object[] {each.epoch, each.attempt, Columns.instant(until), each.id};
    }

    /** Empty when the lease is another's by now. */
    Optional<byte[]> body(Leased leased) {
        return jdbc.sql("select body from outbox where id = ? and epoch = ?")
                .param(leased.id)
                .param(leased.epoch)
                .query(byte[].class)
                .optional()
                .map(first -> leased.bytes <= PIECE ? first : whole(leased, first));
    }

    private byte[] whole(Leased leased, byte[] first) {
        var body = new ByteArrayOutputStream(Math.toIntExact(leased.bytes));
        body.writeBytes(first);
        jdbc.sql("select bytes from outbox_piece where outbox_id = ? order by piece")
                .param(leased.id)
                .query(byte[].class)
                .list()
                .forEach(body::writeBytes);
        return body.toByteArray();
    }

    /**
     * In one transaction.
     *
     * @return of each whether the lease was still this node's
     */
    boolean[] delivered(List<Leased> leased) {
        int[] gone =
                Objects.requireNonNull(
                        transaction.execute(
                                _ ->
                                        batches.batchUpdate(
                                                "delete from outbox where id = ? and epoch = ?",
                                                leased.stream()
                                                        .map(e -> new Object[] {e.id, e.epoch})
                                                        .toList())));
        boolean[] mine = new boolean[gone.length];
        for (int i = 0; i < gone.length; i++) {
            mine[i] = gone[i] == 1;
        }
        return mine;
    }

    /** Each settling says whether the lease was still this node's. */
    boolean again(Leased leased, int attempts, Instant due, String trouble) {
        return jdbc.sql(
                                "update outbox set due_at = ?, attempts = ?, trouble = ?"
                                        + " where id = ? and epoch = ?")
                        .param(Columns.instant(due))
                        .param(attempts)
                        .param(Columns.text(trouble, LONGEST_TROUBLE))
                        .param(leased.id)
                        .param(leased.epoch)
                        .update()
                == 1;
    }

    /** As if it had been put now. */
    boolean continues(Leased leased, Instant now, Instant due) {
        return jdbc.sql(
                                "update outbox set due_at = ?, put_at = ?, attempts = 0, trouble ="
                                        + " null where id = ? and epoch = ?")
                        .param(Columns.instant(due))
                        .param(Columns.instant(now))
                        .param(leased.id)
                        .param(leased.epoch)
                        .update()
                == 1;
    }

    boolean park(Leased leased, Instant now, String trouble) {
        return jdbc.sql(
                                "update outbox set due_at = null, parked_at = ?, trouble = ?"
                                        + " where id = ? and epoch = ?")
                        .param(Columns.instant(now))
                        .param(Columns.text(trouble, LONGEST_TROUBLE))
                        .param(leased.id)
                        .param(leased.epoch)
                        .update()
                == 1;
    }

    private static Leased leased(ResultSet row) throws SQLException {
        return new Leased(
                row.getObject("id", UUID.class),
                row.getString("kind"),
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("about"),
                row.getLong("bytes"),
                row.getObject("put_at", OffsetDateTime.class).toInstant(),
                row.getLong("epoch") + 1,
                row.getInt("attempts") + 1);
    }
}
