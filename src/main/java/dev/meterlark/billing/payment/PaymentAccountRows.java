package dev.meterlark.billing.payment;

import dev.meterlark.billing.plan.MoneyLock;
import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of accounts that have to do with money, and so the locks of their books. */
@Component
class PaymentAccountRows {

    private final JdbcClient jdbc;
    private final MoneyLock lock;

    PaymentAccountRows(JdbcClient jdbc, MoneyLock lock) {
        this.jdbc = jdbc;
        this.lock = lock;
    }

    /** Those of one account come one after the other: its invoices do. */
    void makeUnlessThere(AccountId account) {
        jdbc.sql(
                        "insert into payment_account (account_id) select a.id from account a"
                                + " where a.id = ? and not exists (select 1 from payment_account p"
                                + " where p.account_id = a.id)")
                .param(account.value())
                .update();
    }

    /**
     * With the lock of its money, to the transaction's end; empty when it was never sent an
     * invoice.
     */
    Optional<PaymentAccount> lock(AccountId account) {
        lock.take(account);
        return jdbc.sql("select * from payment_account where account_id = ? for update")
                .param(account.value())
                .query((row, _) -> row(row))
                .optional();
    }

    Optional<PaymentAccount> find(AccountId account) {
        return jdbc.sql("select * from payment_account where account_id = ?")
                .param(account.value())
                .query((row, _) -> row(row))
                .optional();
    }

    void customer(AccountId account, String provider, String customer) {
        jdbc.sql(
                        "update payment_account set provider = ?, customer = ?, method = null"
                                + " where account_id = ?")
                .param(provider)
                .param(customer)
                .param(account.value())
                .update();
    }

    void method(AccountId account, @Nullable String method) {
        jdbc.sql("update payment_account set method = ? where account_id = ?")
                .param(method)
                .param(account.value())
                .update();
    }

    void stopped(AccountId account, @Nullable Instant at) {
        jdbc.sql("update payment_account set stopped_at = ? where account_id = ?")
                .param(at == null ? null : Columns.instant(at))
                .param(account.value())
                .update();
    }

    /** Accounts that are suspended for what they owe. */
    List<AccountId> stopped(int most) {
        return jdbc
                .sql(
                        "select account_id from payment_account where stopped_at is not null"
                                + " order by stopped_at limit ?")
                .param(most)
                .query(UUID.class)
                .list()
                .stream()
                .map(AccountId::new)
                .toList();
    }

    private static PaymentAccount row(ResultSet row) throws SQLException {
        OffsetDateTime stopped = row.getObject("stopped_at", OffsetDateTime.class);
        return new PaymentAccount(
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("provider"),
                row.getString("customer"),
                row.getString("method"),
                stopped == null ? null : stopped.toInstant());
    }
}
