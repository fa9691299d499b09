package dev.meterlark.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.billing.payment.Receivable.State;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

@Tag("database")
class PaymentsTests {

    private final MoneyBench bench = new MoneyBench();

    @Test
    void anInvoiceIsPaidInPartsAndThenIsPaid() {
        String invoice = bench.invoice("100.00", "EUR");

        Payment part = bench.pay(invoice, "40", "EUR");
        assertThat(part.applied()).isEqualByComparingTo("40");
        assertThat(bench.receivable(invoice).state()).isEqualTo(State.OPEN);
        assertThat(bench.receivable(invoice).open()).isEqualByComparingTo("60");
        Payment rest = bench.pay(invoice, null, null);

        assertThat(rest.amount()).isEqualByComparingTo("60");
        assertThat(bench.receivable(invoice).state()).isEqualTo(State.PAID);
        assertThat(bench.paidOf.get(invoice)).isEqualByComparingTo("100");
        assertThat(bench.audit)
                .containsExactly("operator payment.recorded", "operator payment.recorded");
        refused(ErrorCode.CONFLICT, "is paid already", () -> bench.pay(invoice, null, null));
        bench.requireBalance();
    }

    @Test
    void whatIsPaidBeyondTheInvoiceBecomesACredit() {
        String invoice = bench.invoice("100.00", "EUR");

        Payment payment = bench.pay(invoice, "130.50", "EUR");
        bench.pay(invoice, "7", "EUR");

        assertThat(payment.applied()).isEqualByComparingTo("100");
        assertThat(payment.credited()).isEqualByComparingTo("30.50");
        assertThat(bench.credit.get(bench.account)).isEqualByComparingTo("37.50");
        bench.requireBalance();
    }

    @Test
    void theSameReferenceIsTheSamePayment() {
        String invoice = bench.invoice("100.00", "EUR");
        String other = bench.invoice("100.00", "EUR");

        Payment first = bench.pay(invoice, "100", "EUR", "bank/1");
        Payment again = bench.pay(invoice, "100.00", "EUR", "bank/1");
        Payment marked = bench.pay(invoice, null, null, "bank/1");

        assertThat(again.id()).isEqualTo(first.id()).isEqualTo(marked.id());
        refused(
                ErrorCode.CONFLICT,
                "written down already",
                () -> bench.pay(invoice, "99", "EUR", "bank/1"));
        refused(
                ErrorCode.CONFLICT,
                "for invoice " + invoice,
                () -> bench.pay(other, "100", "EUR", "bank/1"));
        refused(
                ErrorCode.REQUEST_INVALID,
                "control character",
                () -> bench.pay(other, "100", "EUR", "bank\n1"));
        bench.requireBalance();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-5",
                "0",
                "0.00",
                "1e5",
                "5.001",
                "+5",
                " 5",
                "NaN",
                "",
                "1000000000000000"
            })
    void anAmountThatIsNoneIsRefusedWithItsValue(String amount) {
        String invoice = bench.invoice("100.00", "EUR");

        refused(
                ErrorCode.REQUEST_INVALID,
                "was: " + amount,
                () -> bench.pay(invoice, amount, "EUR"));
        assertThat(bench.receivable(invoice).paid()).isEqualByComparingTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EURO", "eur", "ABC", "XXX", "", "€"})
    void aCurrencyThatNobodyKnowsIsRefused(String currency) {
        String invoice = bench.invoice("100.00", "EUR");

        refused(
                ErrorCode.REQUEST_INVALID,
                "code of ISO 4217",
                () -> bench.pay(invoice, "5", currency));
    }

    @Test
    void anotherCurrencyThanTheInvoicesIsRefused() {
        String invoice = bench.invoice("100.00", "EUR");

        refused(
                ErrorCode.REQUEST_INVALID,
                "is in EUR and is paid in EUR, was: 100 USD",
                () -> bench.pay(invoice, "100", "USD"));
        assertThat(bench.receivable(invoice).paid()).isEqualByComparingTo("0");
    }

    @ParameterizedTest
    @CsvSource({"JPY,5000,0.5", "KWD,5.125,0.0001", "EUR,5.25,0.001"})
    void amountsHaveTheDigitsOfTheirCurrency(String currency, String fits, String doesNot) {
        String invoice = bench.invoice("9000", currency);

        assertThat(bench.pay(invoice, fits, currency).amount()).isEqualByComparingTo(fits);
        refused(
                ErrorCode.REQUEST_INVALID,
                "digits behind the point",
                () -> bench.pay(invoice, doesNot, currency));
    }

    @Test
    void nothingIsPaidForAVoidInvoiceAndWhatWasPaidBecomesACredit() {
        String invoice = bench.invoice("100.00", "EUR");
        bench.pay(invoice, "30", "EUR");

        bench.makeVoid(invoice);

        assertThat(bench.receivable(invoice).state()).isEqualTo(State.VOID);
        assertThat(bench.receivable(invoice).open()).isEqualByComparingTo("0");
        assertThat(bench.credit.get(bench.account)).isEqualByComparingTo("30");
        refused(ErrorCode.CONFLICT, "is void", () -> bench.pay(invoice, "5", "EUR"));
        refused(ErrorCode.CONFLICT, "is void", () -> bench.pay(invoice, null, null));
        bench.requireBalance();
    }

    @Test
    void aCreditNoteTakesOffWhatIsOpenThenWhatWasPaid() {
        String invoice = bench.invoice("100.00", "EUR");
        bench.pay(invoice, "50", "EUR");

        bench.creditNote(invoice, "30.00", "EUR");
        assertThat(bench.receivable(invoice).open()).isEqualByComparingTo("20");
        bench.creditNote(invoice, "40.00", "EUR");

        assertThat(bench.receivable(invoice).state()).isEqualTo(State.PAID);
        assertThat(bench.receivable(invoice).paid()).isEqualByComparingTo("30");
        assertThat(bench.credit.get(bench.account)).isEqualByComparingTo("20");
        bench.requireBalance();
    }

    @Test
    void aTransferThatBouncedIsOwedAgainAndIsReversedOnce() {
        String invoice = bench.invoice("100.00", "EUR");
        Payment payment = bench.pay(invoice, "120", "EUR");

        Payment reversal =
                bench.in(
                        () ->
                                bench.payments.reverse(
                                        bench.operator, bench.account, payment.id(), "bounced"));

        assertThat(reversal.amount()).isEqualByComparingTo("-120");
        assertThat(reversal.applied()).isEqualByComparingTo("-100");
        assertThat(bench.receivable(invoice).state()).isEqualTo(State.OPEN);
        assertThat(bench.receivable(invoice).chase().round()).isEqualTo(2);
        assertThat(bench.paidOf.get(invoice)).isEqualByComparingTo("0");
        assertThat(bench.credit.get(bench.account)).isEqualByComparingTo("0");
        refused(ErrorCode.CONFLICT, "nothing is left", () -> reverse(payment, "again"));
        refused(ErrorCode.CONFLICT, "only a receipt", () -> reverse(reversal, "again"));
        refused(
                ErrorCode.REQUEST_INVALID,
                "why",
                () -> reverse(bench.pay(invoice, null, null), " "));
        bench.requireBalance();
    }

    @Test
    void aRefundLeavesTheInvoiceSettledAndIsNeverMoreThanCameIn() {
        String invoice = bench.invoice("100.00", "EUR");
        Payment payment = bench.pay(invoice, "100", "EUR");

        refund(payment, "60");

        assertThat(bench.receivable(invoice).state()).isEqualTo(State.PAID);
        assertThat(bench.receivable(invoice).refunded()).isEqualByComparingTo("60");
        refused(ErrorCode.CONFLICT, "less than 40.01 EUR", () -> refund(payment, "40.01"));
        refused(ErrorCode.REQUEST_INVALID, "was: -1", () -> refund(payment, "-1"));
        refund(payment, "40");
        refused(ErrorCode.CONFLICT, "", () -> refund(payment, "0.01"));
        bench.requireBalance();
    }

    @Test
    void anotherAccountsInvoicesAndPaymentsAreNotThere() {
        String invoice = bench.invoice("100.00", "EUR");
        Payment payment = bench.pay(invoice, "5", "EUR");
        AccountId other = bench.newAccount();
        var wish = new Payments.Wish("5", "EUR", null, null, null);

        refused(
                ErrorCode.NOT_FOUND,
                "no such invoice",
                () -> bench.in(() -> bench.payments.record(bench.operator, other, invoice, wish)));
        refused(
                ErrorCode.NOT_FOUND,
                "no such payment",
                () ->
                        bench.in(
                                () ->
                                        bench.payments.reverse(
                                                bench.operator, other, payment.id(), "x")));
        assertThat(bench.payments.list(other, null, null).items()).isEmpty();
    }

    @Test
    void entriesAreListedInStretchesTheNewestFirst() {
        String invoice = bench.invoice("100.00", "EUR");
        List<PaymentId> made = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            made.add(bench.pay(invoice, "1." + i, "EUR").id());
            bench.clock.forward(Duration.ofSeconds(1));
        }

        var first = bench.payments.list(bench.account, null, 3);
        var rest = bench.payments.list(bench.account, first.nextCursor(), 3);

        List<PaymentId> listed = new ArrayList<>(first.items().stream().map(Payment::id).toList());
        listed.addAll(rest.items().stream().map(Payment::id).toList());
        assertThat(listed).isEqualTo(made.reversed());
        assertThat(rest.nextCursor()).isNull();
        refused(
                ErrorCode.REQUEST_INVALID,
                "cursor",
                () -> bench.payments.list(bench.account, "bm9uZQ", 3));
    }

    @Test
    void whoPaysAtTheSameTimePaysNoMoreThanIsOwed() throws Exception {
        String invoice = bench.invoice("100.00", "EUR");
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Payment>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(threads.submit(() -> bench.pay(invoice, "30", "EUR", "same")));
                all.add(threads.submit(() -> bench.pay(invoice, "30", "EUR")));
            }
            for (Future<Payment> each : all) {
                each.get();
            }
        }

        assertThat(bench.receivable(invoice).paid()).isEqualByComparingTo("100");
        assertThat(bench.credit.get(bench.account)).isEqualByComparingTo("170");
        bench.requireBalance();
    }

    /** 200 changes in any order, each allowed or refused: the books balance after each. */
    @Test
    void theBooksBalanceWhateverIsDone() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> invoices = new ArrayList<>();
        List<Payment> receipts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            try {
                act(random, invoices, receipts);
            } catch (RefusedException e) {
                assertThat(e.code()).as("seed " + seed).isEqualTo(ErrorCode.CONFLICT);
            }
            bench.requireBalance();
        }
    }

    private void act(Random random, List<String> invoices, List<Payment> receipts) {
        int choice = invoices.isEmpty() ? 0 : random.nextInt(8);
        String amount = BigDecimal.valueOf(1 + random.nextInt(8_000), 2).toPlainString();
        String invoice = invoices.isEmpty() ? "" : invoices.get(random.nextInt(invoices.size()));
        switch (choice) {
            case 0 -> invoices.add(bench.invoice(amount, "EUR"));
            case 1, 2, 3 -> receipts.add(bench.pay(invoice, amount, "EUR"));
            case 4 -> bench.creditNote(invoice, "0.50", "EUR");
            case 5 -> reverse(any(random, receipts), "bounced");
            case 6 -> refund(any(random, receipts), "0.10");
            case 7 -> {
                if (random.nextInt(5) == 0) {
                    bench.makeVoid(invoice);
                }
            }
            default -> throw new IllegalStateException();
        }
    }

    private Payment any(Random random, List<Payment> receipts) {
        if (receipts.isEmpty()) {
            throw new RefusedException(ErrorCode.CONFLICT, "none yet");
        }
        return receipts.get(random.nextInt(receipts.size()));
    }

    private Payment reverse(Payment payment, String why) {
        return bench.in(
                () -> bench.payments.reverse(bench.operator, bench.account, payment.id(), why));
    }

    private Payment refund(Payment payment, String amount) {
        return bench.in(
                () ->
                        bench.payments.refund(
                                bench.operator, bench.account, payment.id(), amount, "goodwill"));
    }

    private static void refused(ErrorCode code, String says, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(code);
                            assertThat(e.publicText()).contains(says);
                        });
    }
}
