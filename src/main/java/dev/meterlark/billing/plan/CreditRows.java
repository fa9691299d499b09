package dev.meterlark.billing.plan;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of credits and of what made them more or less. */
@Component
class CreditRows {

    private static final String SELECT =
            """
            select c.*, (select coalesce(sum(e.amount), 0) from credit_entry e
                where e.account_id = c.account_id and e.credit_id = c.id) as remaining
            from credit c where c.account_id = ?
            """;

    private final JdbcClient jdbc;
    private final MoneyLock lock;

    CreditRows(JdbcClient jdbc, MoneyLock lock) {
        this.jdbc = jdbc;
        this.lock = lock;
    }

    /** Used up and expired ones too, in the order in which they pay. */
    List<Credit> of(AccountId account) {
        return jdbc.sql(
                        SELECT
                                + " order by c.priority, c.expires_at nulls last, c.granted_at,"
                                + " c.id")
                .param(account.value())
                .query(CreditRows::credit)
                .list();
    }

    Optional<Credit> find(AccountId account, CreditId id) {
        return jdbc.sql(SELECT + " and c.id = ?")
                .param(account.value())
                .param(id.value())
                .query(CreditRows::credit)
                .optional();
    }

    Optional<Credit> from(AccountId account, String source) {
        return jdbc.sql(SELECT + " and c.source = ?")
                .param(account.value())
                .param(source)
                .query(CreditRows::credit)
                .optional();
    }

    /** To the transaction's end nobody else makes any of them more or less. */
    void lock(AccountId account) {
        lock.take(account);
        jdbc.sql("select id from credit where account_id = ? order by id for update")
                .param(account.value())
                .query(UUID.class)
                .list();
    }

    void insert(AccountId account, Credit credit, @Nullable String source) {
        Instant expiresAt = credit.expiresAt();
        jdbc.sql(
                        "insert into credit (id, account_id, description, currency, priority,"
                                + " granted_at, expires_at, source)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?)")
                .param(credit.id().value())
                .param(account.value())
                .param(credit.description())
                .param(credit.remaining().currency().getCurrencyCode())
                .param(credit.priority())
                .param(Columns.instant(credit.grantedAt()))
                .param(expiresAt == null ? null : Columns.instant(expiresAt))
                .param(source)
                .update();
    }

    void insert(AccountId account, CreditEntry entry) {
        jdbc.sql(
                        "insert into credit_entry (id, account_id, credit_id, kind, amount,"
                                + " invoice, reason, made_by, made_at)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .param(EntryId.random().value())
                .param(account.value())
                .param(entry.credit().value())
                .param(entry.kind().name())
                .param(entry.amount())
                .param(entry.invoice())
                .param(entry.reason())
                .param(entry.madeBy())
                .param(Columns.instant(entry.madeAt()))
                .update();
    }

    /** By credit, what the invoice holds of it now: what it used less what it gave back. */
    List<Held> held(AccountId account, String invoice) {
        return jdbc.sql(
                        """
                        select credit_id, -sum(amount) as amount from credit_entry
                        where account_id = ? and invoice = ?
                        group by credit_id having sum(amount) <> 0
                        """)
                .param(account.value())
                .param(invoice)
                .query(
                        (row, _) ->
                                new Held(
                                        new CreditId(row.getObject("credit_id", UUID.class)),
                                        row.getBigDecimal("amount")))
                .list();
    }

    record Held(CreditId credit, BigDecimal amount) {}

    private static Credit credit(ResultSet row, int number) throws SQLException {
        OffsetDateTime expiresAt = row.getObject("expires_at", OffsetDateTime.class);
        return new Credit(
                new CreditId(row.getObject("id", UUID.class)),
                row.getString("description"),
                new Money(
                                row.getBigDecimal("remaining"),
                                Currency.getInstance(row.getString("currency")))
                        .rounded(),
                row.getInt("priority"),
                row.getObject("granted_at", OffsetDateTime.class).toInstant(),
                expiresAt == null ? null : expiresAt.toInstant());
    }
}
