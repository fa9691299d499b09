package dev.meterlark.billing.budget;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;
import dev.meterlark.shared.Money;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;

/** Days that were told of because they came to far more than their kind. */
@Component
class UnusualDays {

    private final JdbcClient jdbc;

    UnusualDays(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<UnusualDay> of(AccountId account, BillingPeriod period) {
        return jdbc.sql(
                        "select * from budget_warning where account_id = ? and usage_day >= ?"
                                + " and usage_day <= ? order by usage_day")
                .param(account.value())
                .param(day(period.from()))
                .param(day(period.to()))
                .query((row, _) -> day(row))
                .list();
    }

    boolean isTold(AccountId account, LocalDate day) {
        return jdbc.sql("select 1 from budget_warning where account_id = ? and usage_day = ?")
                .param(account.value())
                .param(day)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    void insert(AccountId account, UnusualDay day, Instant now) {
        jdbc.sql(
                        "insert into budget_warning (account_id, usage_day, amount, usual,"
                                + " currency, told_at) values (?, ?, ?, ?, ?, ?)")
                .param(account.value())
                .param(day.day())
                .param(day.amount().amount())
                .param(day.usual().amount())
                .param(day.amount().currency().getCurrencyCode())
                .param(Columns.instant(now))
                .update();
    }

    static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private static UnusualDay day(ResultSet row) throws SQLException {
        Currency currency = Currency.getInstance(row.getString("currency"));
        return new UnusualDay(
                row.getObject("usage_day", LocalDate.class),
                new Money(row.getBigDecimal("amount").stripTrailingZeros(), currency),
                new Money(row.getBigDecimal("usual").stripTrailingZeros(), currency));
    }
}
