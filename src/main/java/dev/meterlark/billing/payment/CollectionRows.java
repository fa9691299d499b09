package dev.meterlark.billing.payment;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The rows of what providers were asked to collect, and of what they told. */
@Component
class CollectionRows {

    private static final int LONGEST_TROUBLE = 300;

    private final JdbcClient jdbc;

    CollectionRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    boolean any(AccountId account, String invoice) {
        return jdbc.sql(
                                "select count(*) from payment_collection where account_id = ?"
                                        + " and invoice = ?")
                        .param(account.value())
                        .param(invoice)
                        .query(Long.class)
                        .single()
                > 0;
    }

    Optional<Collection> find(AccountId account, String invoice, String provider) {
        return jdbc.sql(
                        "select * from payment_collection where account_id = ? and invoice = ?"
                                + " and provider = ?")
                .param(account.value())
                .param(invoice)
                .param(provider)
                .query((row, _) -> row(row))
                .optional();
    }

    Optional<Collection> find(String provider, String reference) {
        return jdbc.sql("select * from payment_collection where provider = ? and reference = ?")
                .param(provider)
                .param(reference)
                .query((row, _) -> row(row))
                .optional();
    }

    /** Under the account's lock. */
    void insert(Claim claim, String provider, String reference, Instant now) {
        jdbc.sql(
                        "insert into payment_collection (account_id, invoice, provider, reference,"
                                + " asked, state, changed_at) values (?, ?, ?, ?, ?, ?, ?)")
                .param(claim.account().value())
                .param(claim.invoice())
                .param(provider)
                .param(reference)
                .param(claim.open().amount())
                .param(Taken.State.NEEDS_METHOD.wireName())
                .param(Columns.instant(now))
                .update();
    }

    void asked(Collection of, BigDecimal amount, Instant now) {
        jdbc.sql(
                        "update payment_collection set asked = ?, changed_at = ?"
                                + " where provider = ? and reference = ?")
                .param(amount)
                .param(Columns.instant(now))
                .param(of.provider())
                .param(of.reference())
                .update();
    }

    void charged(Collection of, UUID errand, @Nullable String trouble, Instant now) {
        jdbc.sql(
                        "update payment_collection set charged_by = ?, trouble = ?, changed_at = ?"
                                + " where provider = ? and reference = ?")
                .param(errand)
                .param(Columns.text(trouble, LONGEST_TROUBLE))
                .param(Columns.instant(now))
                .param(of.provider())
                .param(of.reference())
                .update();
    }

    void seen(Collection of, Taken taken, Instant now) {
        jdbc.sql(
                        "update payment_collection set state = ?, trouble = ?, changed_at = ?"
                                + " where provider = ? and reference = ?")
                .param(taken.state().wireName())
                .param(Columns.text(taken.trouble(), LONGEST_TROUBLE))
                .param(Columns.instant(now))
                .param(of.provider())
                .param(of.reference())
                .update();
    }

    /**
     * @return whether it was not told before
     */
    boolean told(String provider, Told.Genuine event, Instant now) {
        return jdbc.sql(
                                "insert into payment_event (provider, event_id, kind, received_at)"
                                        + " values (?, ?, ?, ?)")
                        .param(provider)
                        .param(event.event())
                        .param(event.kind())
                        .param(Columns.instant(now))
                        .update()
                == 1;
    }

    void forgetEvents(Instant before) {
        jdbc.sql("delete from payment_event where received_at < ?")
                .param(Columns.instant(before))
                .update();
    }

    private static Collection row(ResultSet row) throws SQLException {
        return new Collection(
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("invoice"),
                row.getString("provider"),
                row.getString("reference"),
                row.getBigDecimal("asked"),
                Taken.State.of(row.getString("state")),
                row.getString("trouble"),
                row.getObject("charged_by", UUID.class));
    }
}
