package dev.meterlark.billing.payment;

import dev.meterlark.billing.payment.Receivable.Chase;
import dev.meterlark.billing.payment.Receivable.State;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of what invoices ask for. Whoever writes one holds its account's lock. */
@Component
class ReceivableRows {

    private final JdbcClient jdbc;

    ReceivableRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Receivable row) {
        jdbc.sql(
                        "insert into receivable (account_id, invoice, currency, issued, due, payer,"
                                + " payer_email, owed, paid, refunded, state, disputed,"
                                + " dunning_round, dunning_step, next_step_on) values (?, ?, ?, ?,"
                                + " ?, ?, ?, ?, ?, ?, ?, false, 1, 0, ?)")
                .param(row.account().value())
                .param(row.invoice())
                .param(row.currency().getCurrencyCode())
                .param(row.issued())
                .param(row.due())
                .param(row.payer())
                .param(row.payerEmail())
                .param(row.owed())
                .param(row.paid())
                .param(row.refunded())
                .param(row.state().wireName())
                .param(row.chase().next())
                .update();
    }

    Optional<Receivable> find(AccountId account, String invoice) {
        return jdbc.sql("select * from receivable where account_id = ? and invoice = ?")
                .param(account.value())
                .param(invoice)
                .query((row, _) -> row(row))
                .optional();
    }

    /** All that is written of money and state; what it is called stays. */
    void update(Receivable row) {
        jdbc.sql(
                        "update receivable set owed = ?, paid = ?, refunded = ?, state = ?,"
                                + " disputed = ?, exempt_because = ?, postponed_to = ?,"
                                + " dunning_round = ?, dunning_step = ?, stepped_on = ?,"
                                + " next_step_on = ? where account_id = ? and invoice = ?")
                .param(row.owed())
                .param(row.paid())
                .param(row.refunded())
                .param(row.state().wireName())
                .param(row.chase().disputed())
                .param(row.chase().exemptBecause())
                .param(row.chase().postponedTo())
                .param(row.chase().round())
                .param(row.chase().step())
                .param(row.chase().steppedOn())
                .param(row.chase().next())
                .param(row.account().value())
                .param(row.invoice())
                .update();
    }

    /**
     * Those whose next step is due, behind this one; by key, so that one that fails stops no other.
     */
    List<Receivable> toChase(LocalDate today, AccountId account, String invoice, int most) {
        return jdbc.sql(
                        "select * from receivable where next_step_on <= ?"
                                + " and (account_id, invoice) > (?, ?)"
                                + " order by account_id, invoice limit ?")
                .param(today)
                .param(account.value())
                .param(invoice)
                .param(most)
                .query((row, _) -> row(row))
                .list();
    }

    /** What keeps an account from its return: owed since before today, and gone after. */
    boolean anyOverdue(AccountId account, LocalDate today) {
        return jdbc.sql(
                                "select count(*) from receivable where account_id = ?"
                                        + " and state = 'open' and due < ? and not disputed"
                                        + " and exempt_because is null"
                                        + " and (postponed_to is null or postponed_to <= ?)")
                        .param(account.value())
                        .param(today)
                        .param(today)
                        .query(Long.class)
                        .single()
                > 0;
    }

    static Receivable row(ResultSet row) throws SQLException {
        return new Receivable(
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("invoice"),
                Currency.getInstance(row.getString("currency")),
                row.getObject("issued", LocalDate.class),
                row.getObject("due", LocalDate.class),
                row.getString("payer"),
                row.getString("payer_email"),
                row.getBigDecimal("owed"),
                row.getBigDecimal("paid"),
                row.getBigDecimal("refunded"),
                State.of(row.getString("state")),
                new Chase(
                        row.getBoolean("disputed"),
                        row.getString("exempt_because"),
                        date(row, "postponed_to"),
                        row.getInt("dunning_round"),
                        row.getInt("dunning_step"),
                        date(row, "stepped_on"),
                        date(row, "next_step_on")));
    }

    private static @Nullable LocalDate date(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDate.class);
    }
}
