package dev.meterlark.billing.payment;

import dev.meterlark.billing.payment.Receivable.Chase;
import dev.meterlark.billing.payment.Receivable.State;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
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

    /** The longest due first; of those of one day in the order of account and invoice. */
    List<Receivable> unpaid(Stretch stretch) {
        Place after = Place.read(stretch.after());
        return jdbc.sql(
                        "select * from receivable where state = 'open'"
                                + " and (due, account_id, invoice) > (?, ?, ?)"
                                + " order by due, account_id, invoice limit ?")
                .param(after == null ? LocalDate.of(1, 1, 1) : after.day())
                .param(after == null ? new UUID(0, 0) : after.account())
                .param(after == null ? "" : after.invoice())
                .param(stretch.most() + 1)
                .query((row, _) -> row(row))
                .list();
    }

    /** The newest first; of those of one day the greater number. */
    List<Receivable> newest(AccountId account, Stretch stretch) {
        Place after = Place.read(stretch.after());
        return jdbc.sql(
                        "select * from receivable where account_id = ?"
                                + " and (issued, invoice) < (?, ?)"
                                + " order by issued desc, invoice desc limit ?")
                .param(account.value())
                .param(after == null ? LocalDate.of(9999, 1, 1) : after.day())
                .param(after == null ? "" : after.invoice())
                .param(stretch.most() + 1)
                .query((row, _) -> row(row))
                .list();
    }

    static String ofUnpaid(Receivable last) {
        return "%s %s %s".formatted(last.due(), last.account(), last.invoice());
    }

    static String ofNewest(Receivable last) {
        return "%s %s %s".formatted(last.issued(), last.account(), last.invoice());
    }

    /** Where a stretch of a list goes on. */
    private record Place(LocalDate day, UUID account, String invoice) {

        static @Nullable Place read(String text) {
            if (text.isEmpty()) {
                return null;
            }
            try {
                String[] words = text.split(" ", 3);
                return words.length < 3
                        ? unknown()
                        : new Place(LocalDate.parse(words[0]), UUID.fromString(words[1]), words[2]);
            } catch (IllegalArgumentException | DateTimeException e) {
                return unknown();
            }
        }

        private static Place unknown() {
            throw Amounts.refused(
                    "cursor is not one that this list answered with; leave it out to start over");
        }
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
