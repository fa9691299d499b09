package dev.meterlark.billing.payment;

import dev.meterlark.billing.payment.Receivables.Aging;
import dev.meterlark.billing.payment.Receivables.Balance;
import dev.meterlark.billing.payment.Receivables.Takings;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.UUID;

/** Sums over receivables and entries, by currency: amounts of two are never added. */
@Component
class MoneySums {

    private final JdbcClient jdbc;

    MoneySums(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Aging> aging(LocalDate today) {
        return jdbc.sql(
                        """
                        select currency, count(*) invoices,
                               sum(case when due >= :today then owed - paid else 0 end) not_due,
                               sum(case when due < :today and due >= :d30 then owed - paid else 0 end) up_to_30,
                               sum(case when due < :d30 and due >= :d60 then owed - paid else 0 end) up_to_60,
                               sum(case when due < :d60 and due >= :d90 then owed - paid else 0 end) up_to_90,
                               sum(case when due < :d90 then owed - paid else 0 end) older
                        from receivable where state = 'open'
                        group by currency order by currency
                        """)
                .param("today", today)
                .param("d30", today.minusDays(30))
                .param("d60", today.minusDays(60))
                .param("d90", today.minusDays(90))
                .query(
                        (row, _) ->
                                new Aging(
                                        row.getLong("invoices"),
                                        money(row, "not_due"),
                                        money(row, "up_to_30"),
                                        money(row, "up_to_60"),
                                        money(row, "up_to_90"),
                                        money(row, "older")))
                .list();
    }

    List<Balance> balances(Collection<AccountId> accounts, LocalDate today) {
        return jdbc.sql(
                        """
                        select account_id, currency, sum(owed - paid) open_sum,
                               sum(case when due < :today then owed - paid else 0 end) overdue_sum
                        from receivable where state = 'open' and account_id in (:accounts)
                        group by account_id, currency order by account_id, currency
                        """)
                .param("today", today)
                .param("accounts", accounts.stream().map(AccountId::value).toList())
                .query(
                        (row, _) ->
                                new Balance(
                                        new AccountId(row.getObject("account_id", UUID.class)),
                                        currency(row),
                                        row.getBigDecimal("open_sum"),
                                        row.getBigDecimal("overdue_sum")))
                .list();
    }

    /** A refund that came back lowers what was refunded. */
    List<Takings> takings(YearMonth from, YearMonth to) {
        return jdbc.sql(
                        """
                        select extract(year from valued) y, extract(month from valued) m, currency,
                               sum(case when kind = 'receipt' then amount else 0 end) received,
                               sum(case when kind = 'reversal' then -amount else 0 end) reversed,
                               sum(case when kind = 'refund' then -amount else 0 end) refunded
                        from payment
                        where valued >= :begin and valued < :end and kind <> 'transfer'
                        group by extract(year from valued), extract(month from valued), currency
                        order by 1, 2, 3
                        """)
                .param("begin", from.atDay(1))
                .param("end", to.plusMonths(1).atDay(1))
                .query(
                        (row, _) ->
                                new Takings(
                                        YearMonth.of(row.getInt("y"), row.getInt("m")),
                                        currency(row),
                                        row.getBigDecimal("received"),
                                        row.getBigDecimal("reversed"),
                                        row.getBigDecimal("refunded")))
                .list();
    }

    private static Money money(ResultSet row, String column) throws SQLException {
        return new Money(row.getBigDecimal(column), currency(row));
    }

    private static Currency currency(ResultSet row) throws SQLException {
        return Currency.getInstance(row.getString("currency"));
    }
}
