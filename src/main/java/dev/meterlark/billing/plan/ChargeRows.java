package dev.meterlark.billing.plan;

import dev.meterlark.billing.rating.Charge;
import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.List;
import java.util.UUID;

/** The rows of what the operator puts on invoices. */
@Component
class ChargeRows {

    private final JdbcClient jdbc;

    ChargeRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(AccountId account, PutOnInvoice charge) {
        jdbc.sql(
                        "insert into charge (id, account_id, description, currency, amount,"
                                + " reason, made_by, made_at) values (?, ?, ?, ?, ?, ?, ?, ?)")
                .param(UUID.fromString(charge.id()))
                .param(account.value())
                .param(charge.description())
                .param(charge.amount().currency().getCurrencyCode())
                .param(charge.amount().amount())
                .param(charge.reason())
                .param(charge.madeBy())
                .param(Columns.instant(charge.madeAt()))
                .update();
    }

    /** The newest first; billed ones too. */
    List<PutOnInvoice> of(AccountId account, int most) {
        return jdbc.sql(
                        "select * from charge where account_id = ?"
                                + " order by made_at desc, id desc limit ?")
                .param(account.value())
                .param(most)
                .query((row, _) -> charge(row))
                .list();
    }

    /** Those that no invoice has, the oldest first. */
    List<Charge> waiting(AccountId account, Currency currency) {
        return jdbc.sql(
                        "select * from charge where account_id = ? and invoice is null"
                                + " and currency = ? order by made_at, id")
                .param(account.value())
                .param(currency.getCurrencyCode())
                .query(
                        (row, _) -> {
                            PutOnInvoice each = charge(row);
                            return new Charge(each.id(), each.description(), each.amount());
                        })
                .list();
    }

    /**
     * @return whether it was on none
     */
    boolean billed(AccountId account, Charge charge, String invoice) {
        return jdbc.sql(
                                "update charge set invoice = ? where account_id = ? and id = ?"
                                        + " and invoice is null")
                        .param(invoice)
                        .param(account.value())
                        .param(UUID.fromString(charge.id()))
                        .update()
                == 1;
    }

    void giveBack(AccountId account, String invoice) {
        jdbc.sql("update charge set invoice = null where account_id = ? and invoice = ?")
                .param(account.value())
                .param(invoice)
                .update();
    }

    private static PutOnInvoice charge(ResultSet row) throws SQLException {
        return new PutOnInvoice(
                row.getObject("id", UUID.class).toString(),
                row.getString("description"),
                new Money(
                        row.getBigDecimal("amount"),
                        Currency.getInstance(row.getString("currency"))),
                row.getString("reason"),
                row.getString("made_by"),
                row.getObject("made_at", OffsetDateTime.class).toInstant(),
                row.getString("invoice"));
    }
}
