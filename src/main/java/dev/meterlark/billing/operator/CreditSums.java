package dev.meterlark.billing.operator;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.UUID;

/** What accounts have left of credits that still pay. */
@Component
class CreditSums {

    private final JdbcClient jdbc;

    CreditSums(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Left(AccountId account, Money left) {}

    List<Left> left(Collection<AccountId> accounts, Instant now) {
        if (accounts.isEmpty()) {
            return List.of();
        }
        return jdbc.sql(
                        """
                        select c.account_id, c.currency, sum(e.amount) left_sum
                        from credit c join credit_entry e
                            on e.account_id = c.account_id and e.credit_id = c.id
                        where c.account_id in (:accounts) and (c.expires_at is null or c.expires_at > :now)
                        group by c.account_id, c.currency having sum(e.amount) <> 0
                        """)
                .param("accounts", accounts.stream().map(AccountId::value).toList())
                .param("now", Columns.instant(now))
                .query(
                        (row, _) ->
                                new Left(
                                        new AccountId(row.getObject("account_id", UUID.class)),
                                        new Money(
                                                row.getBigDecimal("left_sum"),
                                                Currency.getInstance(row.getString("currency")))))
                .list();
    }
}
