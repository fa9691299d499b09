package dev.meterlark.billing.plan;

import dev.meterlark.shared.AccountId;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import java.util.Optional;

/**
 * The lock of an account's money. Whoever writes what an account is billed, owes, has paid or has
 * as a credit takes it before any other lock, and holds it to the transaction's end: so no two of
 * them hold what the other waits for.
 */
@Component
public class MoneyLock {

    private final JdbcClient jdbc;

    public MoneyLock(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @return how many invoices and credit notes the account has; empty, and nothing is held, when
     *     it was never looked at to be billed
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Long> take(AccountId account) {
        return jdbc.sql("select entries from billed_account where account_id = ? for update")
                .param(account.value())
                .query(Long.class)
                .optional();
    }
}
