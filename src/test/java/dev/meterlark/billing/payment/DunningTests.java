package dev.meterlark.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Reminders after 3 and 10 days, suspension after 20. */
@Tag("database")
class DunningTests {

    private final MoneyBench bench = new MoneyBench();

    @Test
    void remindersThenTheSuspensionEachOnItsDayAndOnce() {
        String invoice = bench.invoice("100.00", "EUR");

        for (int day = 0; day <= 40; day++) {
            bench.loop.round();
            bench.loop.round();
            days(1);
        }
        bench.carry();

        assertThat(bench.steps.taken(bench.account, invoice))
                .containsExactly("reminder", "reminder", "suspension");
        assertThat(bench.mails)
                .containsExactly(
                        "Reminder: invoice %s is not paid".formatted(invoice),
                        "Reminder: invoice %s is not paid".formatted(invoice),
                        "Your account is suspended: invoice %s is not paid".formatted(invoice));
        assertThat(mine()).containsExactly("suspended");
        assertThat(bench.audit)
                .containsExactly(
                        "billing dunning.reminder",
                        "billing dunning.reminder",
                        "billing dunning.suspension");
    }

    @Test
    void anAccountComesBackWhenAllThatIsOverdueIsPaidAndNotBefore() {
        String one = bench.invoice("100.00", "EUR");
        String other = bench.invoice("50.00", "EUR");
        chase(25);
        assertThat(mine()).contains("suspended");

        bench.pay(one, null, null);
        bench.pay(other, "49.99", "EUR");
        assertThat(mine()).doesNotContain("reopened");
        bench.pay(other, null, null);

        assertThat(mine()).endsWith("reopened");
        bench.carry();
        assertThat(bench.mails).endsWith("Your account works again");
        chase(60);
        assertThat(mine()).endsWith("reopened");
    }

    @Test
    void whatIsPaidInTimeIsNeverRemindedOf() {
        String invoice = bench.invoice("100.00", "EUR");
        days(2);
        bench.pay(invoice, null, null);
        chase(40);

        assertThat(bench.steps.taken(bench.account, invoice)).isEmpty();
    }

    @Test
    void aNodeThatWasAwayForMonthsDoesNotMakeUpForItInOneDay() {
        String invoice = bench.invoice("100.00", "EUR");
        days(200);

        bench.loop.round();
        bench.loop.round();
        assertThat(bench.steps.taken(bench.account, invoice)).containsExactly("reminder");
        chase(7);
        assertThat(bench.steps.taken(bench.account, invoice))
                .containsExactly("reminder", "reminder");
        chase(9);
        assertThat(mine()).isEmpty();
        chase(2);
        assertThat(mine()).containsExactly("suspended");
    }

    @Test
    void nobodyIsSuspendedWhoWasNotTold() {
        bench.outside.hasMail = false;
        String invoice = bench.invoice("100.00", "EUR");
        chase(60);

        assertThat(mine()).isEmpty();
        assertThat(bench.steps.taken(bench.account, invoice))
                .containsExactly("reminder", "reminder");
        assertThat(bench.receivable(invoice).chase().next()).isNotNull();
    }

    @Test
    void voidInvoicesAreLetBe() {
        String invoice = bench.invoice("100.00", "EUR");
        bench.makeVoid(invoice);
        chase(40);

        assertThat(bench.steps.taken(bench.account, invoice)).isEmpty();
    }

    @Test
    void theOperatorExemptsAndResumesWithReasons() {
        String invoice = bench.invoice("100.00", "EUR");
        chase(4);
        exempt(invoice, "we talked");
        chase(40);
        assertThat(bench.steps.taken(bench.account, invoice)).containsExactly("reminder");

        bench.in(
                () ->
                        bench.dunning.resume(
                                bench.operator, bench.account, invoice, "nothing came of it"));
        chase(1);

        assertThat(bench.steps.taken(bench.account, invoice))
                .containsExactly("reminder", "reminder");
        refused(ErrorCode.REQUEST_INVALID, () -> exempt(invoice, ""));
        bench.pay(invoice, null, null);
        refused(ErrorCode.CONFLICT, () -> exempt(invoice, "too late"));
        refused(ErrorCode.NOT_FOUND, () -> exempt("none", "x"));
    }

    @Test
    void whoGetsMoreTimeComesBackAndIsSuspendedWhenThatIsOver() {
        String invoice = bench.invoice("100.00", "EUR");
        chase(25);
        assertThat(mine()).containsExactly("suspended");

        postpone(invoice, bench.today().plusDays(10));
        assertThat(mine()).containsExactly("suspended", "reopened");
        chase(9);
        assertThat(mine()).containsExactly("suspended", "reopened");
        chase(2);

        assertThat(mine()).containsExactly("suspended", "reopened", "suspended");
        refused(ErrorCode.REQUEST_INVALID, () -> postpone(invoice, bench.today()));
        refused(ErrorCode.REQUEST_INVALID, () -> postpone(invoice, bench.today().plusDays(366)));
        refused(ErrorCode.REQUEST_INVALID, () -> postpone(invoice, null));
    }

    @Test
    void exemptingWhatAnAccountWasSuspendedForBringsItBack() {
        String invoice = bench.invoice("100.00", "EUR");
        chase(25);

        exempt(invoice, "goodwill");

        assertThat(mine()).containsExactly("suspended", "reopened");
    }

    @Test
    void aBouncedPaymentBeginsTheRemindersAgain() {
        String invoice = bench.invoice("100.00", "EUR");
        chase(4);
        Payment payment = bench.pay(invoice, null, null);
        days(30);
        bench.in(
                () ->
                        bench.payments.reverse(
                                bench.operator, bench.account, payment.id(), "bounced"));
        bench.loop.round();
        assertThat(bench.steps.taken(bench.account, invoice)).containsExactly("reminder");

        chase(4);

        assertThat(bench.steps.taken(bench.account, invoice))
                .containsExactly("reminder", "reminder");
        assertThat(mine()).isEmpty();
    }

    @Test
    void twoNodesTakeAStepOnce() throws Exception {
        String invoice = bench.invoice("100.00", "EUR");
        days(4);
        Callable<Void> round =
                () -> {
                    bench.loop.round();
                    return null;
                };
        try (ExecutorService nodes = Executors.newFixedThreadPool(4)) {
            for (var each : nodes.invokeAll(List.of(round, round, round, round))) {
                each.get();
            }
        }

        assertThat(bench.steps.taken(bench.account, invoice)).containsExactly("reminder");
    }

    @Test
    void eachReminderChargesWhatIsSavedOnceMore() {
        FakeProvider provider = new FakeProvider();
        MoneyBench collected = new MoneyBench(provider);
        String first = collected.invoice("1.00", "EUR");
        collected.carry();
        String reference = provider.payments.keySet().iterator().next();
        provider.succeed(reference, "card_1");
        collected.tell("evt" + first, reference);
        collected.carry();
        provider.declines = "no";
        String invoice = collected.invoice("100.00", "EUR");
        collected.carry();

        provider.declines = null;
        collected.clock.forward(Duration.ofDays(3));
        collected.loop.round();
        collected.carry();

        assertThat(collected.receivable(invoice).state()).isEqualTo(Receivable.State.PAID);
    }

    private void chase(int days) {
        for (int day = 0; day < days; day++) {
            days(1);
            bench.loop.round();
        }
    }

    private void days(int days) {
        bench.clock.forward(Duration.ofDays(days));
    }

    private void exempt(String invoice, String reason) {
        bench.in(() -> bench.dunning.exempt(bench.operator, bench.account, invoice, reason));
    }

    private void postpone(String invoice, @Nullable LocalDate to) {
        bench.in(
                () ->
                        bench.dunning.postpone(
                                bench.operator, bench.account, invoice, to, "more time"));
    }

    /** What became of this account; others share the database. */
    private List<String> mine() {
        return bench.standingOf.stream()
                .filter(each -> each.endsWith(bench.account.toString()))
                .map(each -> each.split(" ")[0])
                .toList();
    }

    private static void refused(ErrorCode code, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
