package dev.meterlark.billing.payment;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.List;

/** The steps that were taken; a row is never changed. */
@Component
class DunningRows {

    private final JdbcClient jdbc;

    DunningRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Receivable of, DunningPlan.Kind kind, boolean mailed, Instant now) {
        jdbc.sql(
                        "insert into dunning_step (account_id, invoice, dunning_round, step, kind,"
                                + " mailed, taken_at) values (?, ?, ?, ?, ?, ?, ?)")
                .param(of.account().value())
                .param(of.invoice())
                .param(of.chase().round())
                .param(of.chase().step() + 1)
                .param(kind.wireName())
                .param(mailed)
                .param(Columns.instant(now))
                .update();
    }

    /** Whether somebody was told that this is not paid. */
    boolean noticed(AccountId account, String invoice) {
        return jdbc.sql(
                                "select count(*) from dunning_step where account_id = ?"
                                        + " and invoice = ? and kind = 'reminder' and mailed")
                        .param(account.value())
                        .param(invoice)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** In the order in which they were taken, each as {@code reminder} or {@code suspension}. */
    List<String> taken(AccountId account, String invoice) {
        return jdbc.sql(
                        "select kind from dunning_step where account_id = ? and invoice = ?"
                                + " order by dunning_round, step")
                .param(account.value())
                .param(invoice)
                .query(String.class)
                .list();
    }
}
