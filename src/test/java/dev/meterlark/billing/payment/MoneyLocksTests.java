package dev.meterlark.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.account.AccountIdentity;
import dev.meterlark.billing.invoice.Closes;
import dev.meterlark.billing.invoice.Corrections;
import dev.meterlark.billing.invoice.Corrections.Taken;
import dev.meterlark.billing.plan.Charges;
import dev.meterlark.billing.plan.Credits;
import dev.meterlark.billing.plan.Credits.Adjustment;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Void, credit note, payments and credits of one invoice, all at the same moment. */
@MeterlarkTest
class MoneyLocksTests {

    private static final int ROUNDS = 10;

    @Autowired Tenants tenants;
    @Autowired Charges charges;
    @Autowired Closes closes;
    @Autowired Corrections corrections;
    @Autowired Payments payments;
    @Autowired Credits credits;
    @Autowired JdbcClient jdbc;

    private Caller operator;
    private AccountId account = AccountId.random();

    @BeforeEach
    void settle() {
        AccountIdentity operating = tenants.operator().account();
        operator =
                new Caller(
                        operating.id(),
                        operating.slug(),
                        operating.number(),
                        "person:operator",
                        EnumSet.allOf(Permission.class));
    }

    @Test
    void whateverComesAtOnceNoneWaitsForTheOtherAndTheBooksBalance() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            account = tenants.newOwner().account().id();
            String invoice = issued();
            String credit = credit();

            atOnce(
                    () -> payments.record(operator, account, invoice, paid("70", "bank/1")),
                    () -> corrections.makeVoid(operator, invoice, "wrong"),
                    () -> payments.record(operator, account, invoice, paid("60", "bank/2")),
                    () -> corrections.credit(operator, invoice, "less", line("50")),
                    () -> credits.adjust(operator, account, credit, new Adjustment("-1", "less")));

            requireBalance();
        }
    }

    private void requireBalance() {
        assertThat(
                        jdbc.sql(
                                        """
                                        select r.* from receivable r
                                        join invoice i on i.number = r.invoice
                                        where r.account_id = ? and (r.paid <> (
                                                select coalesce(sum(applied), 0) from payment p
                                                where p.account_id = r.account_id)
                                            or (i.state = 'VOID') <> (r.state = 'void')
                                            or r.owed <> case when i.state = 'VOID' then 0
                                                else i.payable - i.credited_back end)
                                        """)
                                .param(account.value())
                                .query()
                                .listOfRows())
                .isEmpty();
        assertThat(sum("sum(amount) - sum(applied) - sum(credited)", "payment"))
                .isEqualByComparingTo("0");
        assertThat(sum("sum(amount) - 9", "credit_entry"))
                .isEqualByComparingTo(sum("sum(credited)", "payment"));
    }

    /** Of 100, which nothing pays yet. */
    private String issued() {
        charges.put(operator, account, new Charges.Wish("Setup", "100", "USD", "agreed"));
        return closes.interim(operator, account).getFirst().number().value();
    }

    private String credit() {
        return credits.grant(
                        operator,
                        account,
                        new Credits.Wish("Hello", "10", "USD", null, null, "new"))
                .id()
                .toString();
    }

    private static Payments.Wish paid(String amount, String reference) {
        return new Payments.Wish(amount, "USD", reference, null, null);
    }

    private static List<Taken> line(String amount) {
        return List.of(new Taken(1, amount));
    }

    /** Each does what it is for, or is refused because of what another did. */
    private static void atOnce(Runnable... all) throws Exception {
        CountDownLatch start = new CountDownLatch(all.length);
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Runnable each : all) {
                running.add(
                        threads.submit(
                                () -> {
                                    start.countDown();
                                    start.await();
                                    orRefused(each);
                                    return null;
                                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
    }

    private static void orRefused(Runnable change) {
        try {
            change.run();
        } catch (RefusedException e) {
            assertThat(e.publicText()).isNotEmpty();
        }
    }

    private BigDecimal sum(String what, String table) {
        return jdbc.sql(
                        "select coalesce(%s, 0) from %s where account_id = ?"
                                .formatted(what, table))
                .param(account.value())
                .query(BigDecimal.class)
                .single();
    }
}
