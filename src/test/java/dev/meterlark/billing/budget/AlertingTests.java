package dev.meterlark.billing.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.RecordSink;
import dev.meterlark.metering.SampleRecords;
import dev.meterlark.platform.ThreadHalts;
import dev.meterlark.records.Steps;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Who is told of spending, and how often. */
@MeterlarkTest
class AlertingTests {

    @Autowired Tenants tenants;
    @Autowired Budgets budgets;
    @Autowired Alerting alerting;
    @Autowired List<RecordSink> sinks;
    @Autowired InstantSource clock;
    @Autowired JdbcClient jdbc;
    private Tenants.Tenant owner;
    private AccountId account;

    @BeforeEach
    void anAccount() {
        owner = tenants.newOwner();
        account = owner.account().id();
    }

    private void budget(String amount, BudgetWish.Alert... alerts) {
        budgets.change(
                tenants.caller(owner),
                new BudgetWish(null, new BudgetWish.Amount(amount, "USD"), List.of(alerts)));
    }

    private static BudgetWish.Alert alert(int percent) {
        return new BudgetWish.Alert(
                percent, List.of("a@example.org", "b@example.org"), "http://127.0.0.1:1025/", true);
    }

    private void spend(int count, int daysAgo) {
        var samples = new SampleRecords(ThreadLocalRandom.current().nextLong());
        FunctionId function = FunctionId.random();
        List<InvocationRecord> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(
                    samples.succeeded(
                            account, function, clock.instant().minusSeconds(daysAgo * 86_400L)));
        }
        sinks.forEach(each -> each.accept(calls));
    }

    private long waiting(String kind) {
        return jdbc.sql("select count(*) from outbox where account_id = ? and kind = ?")
                .params(account.value(), kind)
                .query(Long.class)
                .single();
    }

    private List<Integer> told() {
        return jdbc.sql(
                        "select percent from budget_alert_told where account_id = ?"
                                + " order by percent")
                .param(account.value())
                .query(Integer.class)
                .list();
    }

    @Test
    void eachPercentageIsToldOnceAndOnlyWhenItIsPassed() {
        budget("1", alert(1), alert(100), alert(1000));
        alerting.look(account);
        assertThat(told()).isEmpty();

        spend(400, 0);
        alerting.look(account);
        alerting.look(account);

        assertThat(told()).contains(1, 100);
        assertThat(waiting(MailCarrier.KIND)).isEqualTo(2L * told().size());
        assertThat(waiting(WebhookCarrier.KIND)).isEqualTo(told().size());
    }

    @Test
    void aBudgetThatIsRaisedDoesNotTellAgainWhatItToldOfTheMonth() {
        budget("1", alert(100));
        spend(400, 0);
        alerting.look(account);
        budget("1000000", alert(100));
        alerting.look(account);
        budget("1", alert(100));
        alerting.look(account);

        assertThat(told()).containsExactly(100);
        assertThat(waiting(WebhookCarrier.KIND)).isOne();
    }

    @Test
    void whereverItIsHaltedEachIsToldOnce() {
        for (String step : Steps.inSources("budget.")) {
            anAccount();
            budget("1", alert(100));
            for (int week = 1; week <= 4; week++) {
                spend(1, 7 * week);
            }
            spend(400, 0);

            assertThat(ThreadHalts.haltAt(step, 1, () -> alerting.look(account))).as(step).isTrue();
            alerting.look(account);
            alerting.look(account);

            assertThat(told()).as(step).containsExactly(100);
            assertThat(waiting(MailCarrier.KIND)).as(step).isEqualTo(4);
            assertThat(waiting(WebhookCarrier.KIND)).as(step).isEqualTo(2);
        }
    }

    @Test
    void aDayThatIsUnlikeTheOthersIsToldOnce() {
        budget("1000", alert(1000));
        for (int week = 1; week <= 4; week++) {
            spend(1, 7 * week);
        }
        spend(400, 0);

        alerting.look(account);
        alerting.look(account);

        assertThat(told()).isEmpty();
        assertThat(waiting(MailCarrier.KIND)).isEqualTo(2);
        assertThat(waiting(WebhookCarrier.KIND)).isOne();
        assertThat(budgets.show(account).unusual()).hasSize(1);
    }
}
