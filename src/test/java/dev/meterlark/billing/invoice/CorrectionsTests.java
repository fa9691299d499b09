package dev.meterlark.billing.invoice;

import static dev.meterlark.billing.invoice.SamplePrices.usd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.billing.invoice.Corrections.Taken;
import dev.meterlark.billing.rating.Tax;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;

@Tag("database")
@SuppressWarnings("NullAway.Init")
class CorrectionsTests {

    private static final ScratchDatabase DATABASE = new ScratchDatabase();
    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);

    private final Books books = new Books(DATABASE, ZoneOffset.UTC, Books.LAX);
    private final FunctionId function = FunctionId.random();
    private KnownAccount account;
    private InvoiceNumber number;

    /** 33.33 for usage and 30.00 for the plan, and a tax of 19 percent. */
    @BeforeEach
    void settle() {
        books.at("2026-11-02T01:00:00Z");
        account = books.account(Instant.parse("2026-10-01T00:00:00Z"), SamplePrices.withFee("fee"));
        books.agreements.tax(account.id(), Tax.standard(new BigDecimal("19")));
        calls(3_433);
        number = books.closes.finalise(Books.OPERATOR, account.id(), OCTOBER).getFirst().number();
    }

    @AfterEach
    void theBooksAreInBalance() {
        books.check();
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void whatIsVoidIsBilledByNobodyAndMayBeBilledAnew() {
        InvoiceView after = books.corrections.makeVoid(Books.OPERATOR, number.value(), "Wrong");

        assertThat(after.state()).isEqualTo(InvoiceState.VOID);
        assertThat(after.open().amount()).isZero();
        assertThat(books.audited).contains("told of void " + number);
        assertThatThrownBy(
                        () -> books.corrections.makeVoid(Books.OPERATOR, number.value(), "Again"))
                .hasMessageContaining("is void already");
        IssuedInvoice anew =
                books.closes.finalise(Books.OPERATOR, account.id(), OCTOBER).getFirst();
        assertThat(anew.number()).isNotEqualTo(number);
        assertThat(anew.net()).isEqualTo(usd("63.33"));
    }

    @Test
    void whatIsVoidAndNotBilledAnewGoesOnTheNextInvoice() {
        books.corrections.makeVoid(Books.OPERATOR, number.value(), "Wrong");
        books.at("2026-12-02T01:00:00Z");

        books.rounds.closeAll(account, books.months.of(OCTOBER.plusMonths(1)), books.itself());

        IssuedInvoice next = books.issuedTo(account).getLast();
        assertThat(next.net()).isEqualTo(usd("93.33"));
        assertThat(next.lines()).extracting(IssuedLine::kind).containsExactly("late", "fee", "fee");
    }

    @Test
    void creditsThatPaidAVoidInvoiceAreThereAgain() {
        books.corrections.makeVoid(Books.OPERATOR, number.value(), "Wrong");
        books.agreements.credit(account.id(), usd("5"));
        InvoiceNumber anew =
                books.closes.finalise(Books.OPERATOR, account.id(), OCTOBER).getFirst().number();
        assertThat(books.agreements.creditOf(account.id()).amount()).isZero();

        books.corrections.makeVoid(Books.OPERATOR, anew.value(), "Wrong again");

        assertThat(books.agreements.creditOf(account.id()).amount()).isEqualByComparingTo("5");
    }

    @Test
    void whatWasPaidInPartIsNotMadeVoid() {
        settled("0.01");

        assertThatThrownBy(() -> books.corrections.makeVoid(Books.OPERATOR, number.value(), "No"))
                .hasMessageContaining("correct it by a credit note");
    }

    @Test
    void whatALaterInvoiceIsWorkedOutOnIsNotMadeVoid() {
        calls(1);
        books.at("2026-12-02T01:00:00Z");
        books.rounds.closeAll(account, books.months.of(OCTOBER.plusMonths(1)), books.itself());

        assertThatThrownBy(() -> books.corrections.makeVoid(Books.OPERATOR, number.value(), "No"))
                .hasMessageContaining("make that one void first");
    }

    @Test
    void aCreditNoteTakesBackAllThatIsLeft() {
        InvoiceView note = credit(null);

        assertThat(note.kind()).isEqualTo(IssuedInvoice.Kind.CREDIT_NOTE);
        assertThat(note.number().value()).matches("CN-[0-9]{6}");
        assertThat(note.corrects()).isEqualTo(number.value());
        assertThat(note.gross()).isEqualTo(view().gross());
        assertThat(view().state()).isEqualTo(InvoiceState.PAID);
        assertThat(view().creditedBack()).isEqualTo(view().gross());
        assertThatThrownBy(() -> credit(null)).hasMessageContaining("nothing of " + number);
        assertThat(books.invoices.issued(account.id(), note.number().value()).lines())
                .extracting(IssuedLine::quantity)
                .contains("3433");
    }

    @Test
    void partsOfItTakeBackTheWholeTaxAndNotAUnitMore() {
        Money taken = usd("0.00");
        for (String part : List.of("11.11", "11.11", "11.11")) {
            taken = taken.plus(credit(List.of(new Taken(1, part))).gross());
        }
        taken = taken.plus(credit(List.of(new Taken(2, "30.00"))).gross());

        assertThat(taken).isEqualTo(view().gross());
        assertThat(view().state()).isEqualTo(InvoiceState.PAID);
    }

    @Test
    void noMoreIsTakenBackThanThereWas() {
        credit(List.of(new Taken(1, "33")));

        assertThatThrownBy(() -> credit(List.of(new Taken(1, "0.34"))))
                .hasMessageContaining("at most 0.33 USD can be taken back, was: 0.34 USD");
        assertThatThrownBy(() -> credit(List.of(new Taken(2, "-1"))))
                .hasMessageContaining("was: -1 USD");
        for (String wrong : List.of("", "1e99", "1.001", "x", "1".repeat(50))) {
            assertThatThrownBy(() -> credit(List.of(new Taken(2, wrong))))
                    .hasMessageContaining("amount of line 2 must");
        }
        assertThatThrownBy(() -> credit(List.of(new Taken(3, "1"))))
                .hasMessageContaining("has no line 3");
        assertThatThrownBy(() -> credit(List.of(new Taken(2, "1"), new Taken(2, "1"))))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> credit(List.of())).hasMessageContaining("must name one");
    }

    @Test
    void aCreditNoteIsNotCorrectedNorIsWhatIsVoid() {
        String note = credit(List.of(new Taken(1, "1"))).number().value();

        assertThatThrownBy(() -> books.corrections.makeVoid(Books.OPERATOR, note, "No"))
                .hasMessageContaining("is a credit note");
        assertThatThrownBy(() -> books.corrections.credit(Books.OPERATOR, note, "No", null))
                .hasMessageContaining("nothing to correct");
        assertThatThrownBy(() -> books.corrections.makeVoid(Books.OPERATOR, number.value(), "No"))
                .hasMessageContaining("credit note");
        assertThatThrownBy(() -> books.corrections.makeVoid(Books.OPERATOR, "INV-999999", "No"))
                .hasMessageContaining("no such invoice");
        assertThatThrownBy(() -> books.corrections.makeVoid(Books.OPERATOR, number.value(), " "))
                .hasMessageContaining("reason must say why");
    }

    @Test
    void anInvoiceIsPaidWhenNothingOfItIsOpenAndOpenAgainWhenMoneyGoesBack() {
        assertThat(settled("75.35").open().amount()).isEqualByComparingTo("0.01");
        assertThat(settled("75.36").state()).isEqualTo(InvoiceState.PAID);
        assertThat(settled("70").state()).isEqualTo(InvoiceState.FINALISED);
        credit(List.of(new Taken(1, "30")));
        assertThat(view().state()).isEqualTo(InvoiceState.PAID);
    }

    private InvoiceView settled(String paid) {
        return books.inTransaction(
                () -> books.invoices.settled(account.id(), number.value(), usd(paid)));
    }

    private InvoiceView credit(@Nullable List<Taken> lines) {
        return books.corrections.credit(Books.OPERATOR, number.value(), "A discount", lines);
    }

    private InvoiceView view() {
        return books.invoices.get(account.id(), number.value());
    }

    private void calls(long count) {
        books.usage.calls(
                account.id(),
                function,
                Instant.parse("2026-10-12T07:00:00Z"),
                count,
                BigInteger.ZERO,
                BigInteger.ZERO,
                BigInteger.ZERO);
    }
}
