package dev.meterlark.records;

import org.springframework.jdbc.core.simple.JdbcClient;

/** An invoice of which more came in than it asks for, and what breaks the rules of the books. */
final class SamplePayments {

    private static final String RECEIPT = "00000000-0000-4000-8000-0000000000a1";
    private static final String REFUND = "00000000-0000-4000-8000-0000000000a2";
    private static final String CREDIT = "00000000-0000-4000-8000-0000000000a3";
    private static final String TIME = "timestamp with time zone '2026-12-20 00:00:00+00'";

    private final JdbcClient database;

    SamplePayments(JdbcClient database) {
        this.database = database;
    }

    /** Of INV-1, which asks for 1.43. */
    void sound(String account) {
        update("insert into payment_account (account_id) values ('%s')".formatted(account));
        update(
                """
                insert into receivable (account_id, invoice, currency, issued, due, payer, owed,
                    paid, refunded, state, disputed, dunning_round, dunning_step)
                values ('%s', 'INV-1', 'USD', '2026-12-02', '2026-12-16', 'Acme', 1.43, 1.43, 0.43,
                    'paid', false, 0, 1)
                """
                        .formatted(account));
        update("update invoice set paid = 1.43 where number = 'INV-1'");
        payment(account, RECEIPT, "receipt", "2.00, 1.43, 0.57, null");
        payment(account, REFUND, "refund", "-0.43, 0, 0, '%s'".formatted(RECEIPT));
        update(
                """
                insert into credit (id, account_id, description, currency, priority, granted_at,
                    source)
                values ('%s', '%s', 'Paid beyond', 'USD', 0, %s, 'payment:%s')
                """
                        .formatted(CREDIT, account, TIME, RECEIPT));
        update(
                """
                insert into credit_entry (id, account_id, credit_id, kind, amount, reason, made_by,
                    made_at)
                values ('%s', '%s', '%s', 'GRANTED', 0.57, 'all', 'billing', %s)
                """
                        .formatted(CREDIT, account, CREDIT, TIME));
        step(account, 1);
    }

    void broken(String rule, String account) {
        switch (rule) {
            case "P1 paid" -> update("update receivable set paid = 1.42");
            case "P1 refunded" -> update("update receivable set refunded = 0.42");
            case "P2 came in" -> update("update payment set applied = 0.1 where kind = 'refund'");
            case "P2 undone" -> update("update payment set amount = -2.01 where kind = 'refund'");
            case "P3 invoice" -> update("update invoice set paid = 1 where number = 'INV-1'");
            case "P4 credit" -> update("update credit set source = null");
            case "P4 left" -> update("update credit_entry set amount = -1");
            case "P5 steps" -> step(account, 3);
            default -> throw new AssertionError("nothing here breaks the rule " + rule);
        }
    }

    /**
     * @param amounts what it comes to, of it to the invoice and to the credit, and of what it is
     */
    private void payment(String account, String id, String kind, String amounts) {
        update(
                """
                insert into payment (id, account_id, invoice, kind, provider, currency, amount,
                    applied, credited, of_payment, actor, valued, recorded_at)
                values ('%s', '%s', 'INV-1', '%s', 'manual', 'USD', %s, 'operator', '2026-12-20',
                    %s)
                """
                        .formatted(id, account, kind, amounts, TIME));
    }

    private void step(String account, int step) {
        update(
                """
                insert into dunning_step (account_id, invoice, dunning_round, step, kind, mailed,
                    taken_at)
                values ('%s', 'INV-1', 0, %d, 'reminder', true, %s)
                """
                        .formatted(account, step, TIME));
    }

    private void update(String statement) {
        database.sql(statement).update();
    }
}
