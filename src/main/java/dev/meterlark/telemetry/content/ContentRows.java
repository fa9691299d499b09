package dev.meterlark.telemetry.content;

import dev.meterlark.platform.Columns;
import dev.meterlark.platform.NewRows;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.InvocationId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table of events and answers. */
@Repository
class ContentRows {

    private static final Logger LOG = LoggerFactory.getLogger(ContentRows.class);

    /** Rows of one statement, so that none locks for long. */
    private static final int CHUNK = 500;

    private static final NewRows.Table TABLE =
            new NewRows.Table(
                    "call_content",
                    List.of("invocation_id", "attempt"),
                    List.of(
                            "account_id",
                            "ended_at",
                            "event",
                            "event_type",
                            "event_bytes",
                            "answer",
                            "answer_type",
                            "answer_bytes",
                            "stored_bytes"));

    private final JdbcClient jdbc;
    private final NewRows<Entry> rows;

    /** What becomes one row. */
    record Entry(AccountId account, Instant endedAt, KeptContent content) {

        int bytes() {
            byte[] answer = content.answer();
            return content.event().length + (answer == null ? 0 : answer.length);
        }
    }

    ContentRows(JdbcTemplate template, JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.rows = new NewRows<>(template, transactions, TABLE, ContentRows::columns);
    }

    void add(List<Entry> entries) {
        rows.add(
                entries,
                (entry, e) ->
                        LOG.error(
                                "event and answer of invocation {} are not kept",
                                entry.content().invocation(),
                                e));
    }

    Optional<KeptContent> find(AccountId account, InvocationId invocation, int attempt) {
        return jdbc.sql(
                        "select * from call_content where invocation_id = :id"
                                + " and attempt = :attempt and account_id = :account")
                .param("id", invocation.value())
                .param("attempt", attempt)
                .param("account", account.value())
                .query((row, _) -> content(row))
                .optional();
    }

    /** All that an account has, bit by bit. */
    void deleteAll(AccountId account) {
        int deleted;
        do {
            deleted = delete(account, CHUNK);
        } while (deleted == CHUNK);
    }

    void deleteBefore(Instant border) {
        int deleted;
        do {
            deleted =
                    jdbc.sql(
                                    """
                                    delete from call_content where (invocation_id, attempt) in (
                                        select invocation_id, attempt from call_content
                                        where ended_at < :border limit :most)
                                    """)
                            .param("border", Columns.instant(border))
                            .param("most", CHUNK)
                            .update();
        } while (deleted == CHUNK);
    }

    void deleteBefore(AccountId account, Instant border) {
        int deleted;
        do {
            deleted =
                    jdbc.sql(
                                    """
                                    delete from call_content where (invocation_id, attempt) in (
                                        select invocation_id, attempt from call_content
                                        where account_id = :account and ended_at < :border
                                        limit :most)
                                    """)
                            .param("account", account.value())
                            .param("border", Columns.instant(border))
                            .param("most", CHUNK)
                            .update();
        } while (deleted == CHUNK);
    }

    /** Those that have any. */
    List<AccountId> accounts() {
        return jdbc.sql("select distinct account_id from call_content")
                .query((row, _) -> new AccountId(row.getObject(1, UUID.class)))
                .list();
    }

    /** The oldest ones of each account that has more than it may. */
    void deleteBeyond(long bytesPerAccount) {
        List<UUID> accounts =
                jdbc.sql(
                                "select account_id from call_content group by account_id"
                                        + " having sum(stored_bytes) > :most")
                        .param("most", bytesPerAccount)
                        .query(UUID.class)
                        .list();
        for (UUID account : accounts) {
            while (bytes(account) > bytesPerAccount) {
                if (delete(new AccountId(account), CHUNK / 10) == 0) {
                    break;
                }
            }
        }
    }

    private long bytes(UUID account) {
        return jdbc.sql(
                        "select coalesce(sum(stored_bytes), 0) from call_content"
                                + " where account_id = :account")
                .param("account", account)
                .query(Long.class)
                .single();
    }

    private int delete(AccountId account, int most) {
        return jdbc.sql(
                        """
                        delete from call_content where (invocation_id, attempt) in (
                            select invocation_id, attempt from call_content
                            where account_id = :account order by ended_at limit :most)
                        """)
                .param("account", account.value())
                .param("most", most)
                .update();
    }

    private static KeptContent content(ResultSet row) throws SQLException {
        return new KeptContent(
                new InvocationId(row.getObject("invocation_id", UUID.class)),
                row.getInt("attempt"),
                row.getBytes("event"),
                row.getString("event_type"),
                row.getLong("event_bytes"),
                row.getBytes("answer"),
                row.getString("answer_type"),
                row.getLong("answer_bytes"));
    }

    private static Object[] columns(Entry entry) {
        KeptContent content = entry.content();
        return new Object[] {
            content.invocation().value(),
            content.attempt(),
            entry.account().value(),
            Columns.instant(entry.endedAt()),
            content.event(),
            Columns.text(content.eventType(), 200),
            content.eventBytes(),
            content.answer(),
            Columns.text(content.answerType(), 200),
            content.answerBytes(),
            entry.bytes(),
        };
    }
}
