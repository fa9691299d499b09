package dev.meterlark.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.billing.payment.Receivable.State;
import dev.meterlark.billing.payment.Taken.Outcome;
import dev.meterlark.platform.OutboxEntry;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The way from an invoice to money by a provider, and what is written down of it. */
@Tag("database")
class CollectingTests {

    private final FakeProvider provider = new FakeProvider();
    private final MoneyBench bench = new MoneyBench(provider);

    @Test
    void nothingIsAskedInTheTransactionThatFinalises() {
        bench.invoice("100.00", "EUR");

        assertThat(provider.once).isEmpty();
        assertThat(bench.outbox).hasSize(1);
        bench.carry();
        assertThat(provider.opened()).isEqualTo(1);
    }

    @Test
    void whatIsSavedIsChargedForTheNextInvoiceByItself() {
        String first = bench.invoice("100.00", "EUR");
        bench.carry();
        assertThat(bench.receivable(first).state()).isEqualTo(State.OPEN);
        provider.succeed(reference(first), "card_1");
        bench.tell("evt_" + first, reference(first));
        bench.carry();

        assertThat(bench.receivable(first).state()).isEqualTo(State.PAID);
        String second = bench.invoice("55.00", "EUR");
        bench.carry();

        assertThat(bench.receivable(second).state()).isEqualTo(State.PAID);
        assertThat(bench.audit).containsExactly("fake payment.received", "fake payment.received");
        bench.requireBalance();
    }

    /** Each answer is lost once, after the provider did what was asked: ExecuteAndTimeout. */
    @Test
    void answersThatAreLostMakeNoSecondPayment() {
        save();
        provider.losesAnswers = 1;
        for (int lost = 0; lost < 6; lost++) {
            provider.losesAnswers = lost;
            String invoice = bench.invoice("10.00", "EUR");
            bench.carry();

            assertThat(bench.receivable(invoice).state()).isEqualTo(State.PAID);
            assertThat(bench.rows.find(bench.account, "fake", reference(invoice))).isPresent();
        }
        assertThat(provider.opened()).isEqualTo(7);
        bench.requireBalance();
    }

    @Test
    void aNodeThatDiesBeforeItWroteTheMoneyDownLooksAgain() {
        String invoice = bench.invoice("10.00", "EUR");
        bench.carry();
        provider.succeed(reference(invoice), "card_1");
        bench.tell("evt" + invoice, reference(invoice));
        OutboxEntry look = bench.outbox.getFirst();
        bench.fails = 1;

        assertThatThrownBy(() -> bench.carrier.carry(look, 1)).hasMessageContaining("dies");
        assertThat(kinds(invoice)).isEmpty();
        assertThat(bench.receivable(invoice).paid()).isEqualByComparingTo("0");
        bench.carry();

        assertThat(kinds(invoice)).containsExactly("receipt 10");
        bench.requireBalance();
    }

    @Test
    void whatTheBankRefusesIsKeptAsTheReasonAndIsNotTriedAgainByTheSameErrand() {
        save();
        provider.declines = "insufficient funds";

        String invoice = bench.invoice("10.00", "EUR");
        bench.outbox.addAll(List.copyOf(bench.outbox)); // it comes twice
        bench.carry();

        assertThat(bench.receivable(invoice).state()).isEqualTo(State.OPEN);
        assertThat(charges()).isEqualTo(1);
    }

    @Test
    void whatIsPaidByHandIsNotCollectedToo() {
        String part = bench.invoice("100.00", "EUR");
        String whole = bench.invoice("100.00", "EUR");
        bench.carry();

        bench.pay(part, "40", "EUR");
        bench.pay(whole, null, null);
        bench.carry();

        assertThat(provider.asked.get(reference(part)))
                .isEqualTo(MoneyBench.money("60.000000", "EUR"));
        assertThat(provider.taken(reference(whole)).state()).isEqualTo(Taken.State.CANCELLED);
    }

    @Test
    void moneyThatComesForWhatIsSettledOrVoidBecomesACredit() {
        String invoice = bench.invoice("100.00", "EUR");
        bench.carry();
        String reference = reference(invoice);
        provider.succeed(reference, null); // before anybody here knows of it

        bench.makeVoid(invoice);
        bench.carry();

        assertThat(bench.receivable(invoice).state()).isEqualTo(State.VOID);
        assertThat(bench.credit.get(bench.account)).isEqualByComparingTo("100");
        bench.requireBalance();
    }

    @Test
    void eventsInAnyOrderAndAnyNumberWriteTheSameEntries() {
        List<String> events = List.of("succeeded", "charged", "refunded", "disputed", "closed");
        Random random = new Random(7);
        for (int i = 0; i < 10; i++) {
            String invoice = bench.invoice("100.00", "EUR");
            bench.carry();
            String reference = reference(invoice);
            provider.succeed(reference, null);
            provider.refund(reference, "30");
            List<String> order = new ArrayList<>(events);
            order.addAll(events);
            Collections.shuffle(order, random);
            for (String each : order) {
                bench.tell(each + invoice, reference);
                if (random.nextBoolean()) {
                    bench.carry();
                }
            }
            bench.carry();

            assertThat(kinds(invoice)).containsExactlyInAnyOrder("receipt 100", "refund -30");
            bench.requireBalance();
        }
    }

    @Test
    void aReplayedEventIsNotEvenLookedAt() {
        String invoice = bench.invoice("100.00", "EUR");
        bench.carry();
        bench.tell("evt" + invoice, reference(invoice));
        bench.carry();

        bench.tell("evt" + invoice, reference(invoice));

        assertThat(bench.outbox).isEmpty();
    }

    @Test
    void eventsOfOtherPaymentsHaveNoEffectAndForgedOnesAreRefused() {
        bench.tell("evt_other" + bench.account, "pay_of_somebody_else");
        assertThat(bench.outbox).isEmpty();

        refused(
                ErrorCode.REQUEST_INVALID,
                () -> bench.events.tell("fake", "e k r".getBytes(), _ -> null));
        refused(
                ErrorCode.NOT_FOUND,
                () -> bench.events.tell("stripe", "e k r".getBytes(), _ -> "yes"));
    }

    @Test
    void aRefundThatComesBackIsWrittenDownToo() {
        String invoice = paid("100.00");
        provider.refund(reference(invoice), "30");
        look(invoice, 1);
        provider.refund(reference(invoice), "10");
        look(invoice, 2);

        assertThat(kinds(invoice)).containsExactly("receipt 100", "refund -30", "refund 20");
        assertThat(bench.receivable(invoice).refunded()).isEqualByComparingTo("10");
        assertThat(bench.receivable(invoice).state()).isEqualTo(State.PAID);
        bench.requireBalance();
    }

    @Test
    void aDisputeStopsTheRemindersAndWhenLostTheInvoiceIsOwedAgain() {
        String invoice = paid("100.00");
        provider.dispute(reference(invoice), Outcome.UNDECIDED);
        look(invoice, 1);
        assertThat(bench.receivable(invoice).chase().disputed()).isTrue();
        assertThat(bench.receivable(invoice).state()).isEqualTo(State.PAID);

        provider.dispute(reference(invoice), Outcome.LOST);
        look(invoice, 2);
        look(invoice, 3);

        assertThat(kinds(invoice)).containsExactly("receipt 100", "reversal -100");
        assertThat(bench.receivable(invoice).state()).isEqualTo(State.OPEN);
        assertThat(bench.receivable(invoice).chase().disputed()).isTrue();
        assertThat(bench.receivable(invoice).chase().next()).isNull();
        bench.requireBalance();
    }

    @Test
    void aDisputeThatWasWonLeavesThePaymentAsItWas() {
        String invoice = paid("100.00");
        provider.dispute(reference(invoice), Outcome.UNDECIDED);
        look(invoice, 1);
        provider.dispute(reference(invoice), Outcome.WON);
        look(invoice, 2);

        assertThat(kinds(invoice)).containsExactly("receipt 100");
        assertThat(bench.receivable(invoice).chase().disputed()).isFalse();
    }

    @Test
    void aProvidersReceiptIsUndoneThereAndNotHere() {
        String invoice = paid("100.00");
        PaymentId receipt =
                bench.rows.find(bench.account, "fake", reference(invoice)).orElseThrow().id();

        refused(
                ErrorCode.CONFLICT,
                () ->
                        bench.in(
                                () ->
                                        bench.payments.reverse(
                                                bench.operator, bench.account, receipt, "x")));
    }

    @Test
    void aPayersBrowserGetsTheSecretOfItsOwnPayment() {
        String invoice = bench.invoice("100.00", "EUR");
        Caller payer = new Caller(bench.account, "acme", "1", "person:p", Set.of());
        refused(ErrorCode.PLATFORM_BUSY, () -> bench.paying.begin(payer, invoice));
        bench.carry();

        Paying.Begun begun = bench.paying.begin(payer, invoice);

        assertThat(begun.secret()).isEqualTo(reference(invoice) + "_secret");
        assertThat(begun.open()).isEqualTo(MoneyBench.money("100.000000", "EUR"));
        Caller other = new Caller(bench.newAccount(), "evil", "2", "person:q", Set.of());
        refused(ErrorCode.NOT_FOUND, () -> bench.paying.begin(other, invoice));
        bench.pay(invoice, null, null);
        refused(ErrorCode.CONFLICT, () -> bench.paying.begin(payer, invoice));
        String notCollected = bench.invoice("100", "XAF");
        bench.carry();
        refused(ErrorCode.CONFLICT, () -> bench.paying.begin(payer, notCollected));
    }

    /** An account whose way to pay is saved. */
    private void save() {
        String first = bench.invoice("1.00", "EUR");
        bench.carry();
        provider.succeed(reference(first), "card_1");
        bench.tell("evt_" + first, reference(first));
        bench.carry();
    }

    private String paid(String amount) {
        String invoice = bench.invoice(amount, "EUR");
        bench.carry();
        provider.succeed(reference(invoice), null);
        look(invoice, 0);
        return invoice;
    }

    private void look(String invoice, int n) {
        bench.clock.forward(Duration.ofSeconds(1));
        bench.tell("evt_%s_%d".formatted(invoice, n), reference(invoice));
        bench.carry();
    }

    private String reference(String invoice) {
        Collection found = bench.collections.find(bench.account, invoice, "fake").orElseThrow();
        return String.valueOf(found.reference());
    }

    private long charges() {
        return provider.once.keySet().stream().filter(key -> key.startsWith("charge ")).count();
    }

    private List<String> kinds(String invoice) {
        return bench.payments.list(bench.account, null, 100).items().reversed().stream()
                .filter(each -> each.invoice().equals(invoice))
                .map(
                        each ->
                                each.kind().wireName()
                                        + " "
                                        + each.amount().stripTrailingZeros().toPlainString())
                .toList();
    }

    private static void refused(ErrorCode code, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
