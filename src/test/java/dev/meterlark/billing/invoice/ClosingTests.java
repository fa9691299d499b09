package dev.meterlark.billing.invoice;

import static dev.meterlark.billing.invoice.SamplePrices.usd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.meterlark.billing.invoice.Closing.Closed;
import dev.meterlark.billing.rating.Tax;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.RefusedException;

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
class ClosingTests {

    private static final ScratchDatabase DATABASE = new ScratchDatabase();
    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
    private static final Instant IN_OCTOBER = Instant.parse("2026-10-12T07:00:00Z");
    private static final Instant IN_NOVEMBER = Instant.parse("2026-11-03T09:00:00Z");

    private final Books books =
            new Books(DATABASE, ZoneOffset.UTC, Books.properties("10", "10000"));
    private final FunctionId function = FunctionId.random();
    private KnownAccount account;

    @BeforeEach
    void settle() {
        books.at("2026-11-02T01:00:00Z");
        account =
                books.account(
                        Instant.parse("2026-10-01T00:00:00Z"), SamplePrices.centARequest("cent"));
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
    void aMonthThatIsOverIsBilledWithANumberOnce() {
        calls(IN_OCTOBER, 350);
        books.agreements.tax(account.id(), Tax.standard(new BigDecimal("19")));

        books.rounds.closeAll(account, books.months.of(OCTOBER), books.itself());
        books.rounds.closeAll(account, books.months.of(OCTOBER), books.itself());

        IssuedInvoice invoice = only();
        assertThat(invoice.number().value()).matches("INV-[0-9]{6}");
        assertThat(invoice.period().month()).isEqualTo(OCTOBER);
        assertThat(invoice.issued()).isEqualTo("2026-11-02");
        assertThat(invoice.due()).isEqualTo("2026-11-16");
        assertThat(invoice.net()).isEqualTo(usd("2.50"));
        assertThat(invoice.tax()).isEqualTo(usd("0.48"));
        assertThat(invoice.payable()).isEqualTo(usd("2.98"));
        IssuedLine line = invoice.lines().getFirst();
        assertThat(line.quantity()).isEqualTo("350");
        assertThat(line.from()).isEqualTo("2026-10-01");
        assertThat(line.to()).isEqualTo("2026-10-31");
        assertThat(line.shares()).hasSize(1);
        assertThat(books.told).containsExactly(invoice);
        assertThat(books.audited)
                .containsExactly("billing invoice.finalised invoice:" + invoice.number());
    }

    @Test
    void whatIsKeptHasTheHashThatIsShown() {
        calls(IN_OCTOBER, 350);
        october();

        InvoiceView view = books.invoices.get(account.id(), only().number().value());

        byte[] bytes = books.invoices.snapshot(account.id(), view.number().value());
        assertThat(new Snapshot(bytes).sha256()).isEqualTo(view.sha256());
        assertThat(Snapshot.of(only()).bytes()).isEqualTo(bytes);
        assertThat(view.state()).isEqualTo(InvoiceState.FINALISED);
    }

    @Test
    void whereNothingIsToBePaidTheInvoiceIsPaid() {
        calls(IN_OCTOBER, 50);
        october();

        assertThat(books.invoices.get(account.id(), only().number().value()).state())
                .isEqualTo(InvoiceState.PAID);
    }

    @Test
    void whoUsedNothingHasNoInvoice() {
        assertThat(october()).isEqualTo(new Closed.NothingToBill());
        assertThat(books.issuedTo(account)).isEmpty();
    }

    @Test
    void whatComesInLateGoesOnTheNextInvoiceWithItsMonth() {
        calls(IN_OCTOBER, 350);
        october();
        calls(IN_OCTOBER.plusSeconds(3600), 7);
        calls(IN_NOVEMBER, 101);
        books.at("2026-12-02T01:00:00Z");

        books.rounds.closeAll(account, books.months.of(NOVEMBER), books.itself());

        IssuedInvoice second = books.issuedTo(account).get(1);
        assertThat(second.lines())
                .extracting(IssuedLine::kind, IssuedLine::quantity, line -> line.amount().amount())
                .containsExactly(
                        tuple("late", "7", new BigDecimal("0.07")),
                        tuple("usage", "101", new BigDecimal("0.01")));
        assertThat(second.lines().getFirst().description()).endsWith("late for October 2026");
        assertThat(second.lines().getFirst().to()).isEqualTo("2026-10-31");
    }

    @Test
    void anInvoiceBeforeTheMonthsEndTakesItsPartAndNoMore() {
        books.at("2026-10-20T10:30:00Z");
        calls(IN_OCTOBER, 150);
        calls(Instant.parse("2026-10-20T10:00:00Z"), 11); // its hour is not over

        List<IssuedInvoice> interim = books.closes.interim(Books.OPERATOR, account.id());
        assertThat(interim).hasSize(1);
        assertThat(interim.getFirst().net()).isEqualTo(usd("0.50"));
        assertThatThrownBy(() -> books.closes.interim(Books.OPERATOR, account.id()))
                .hasMessageContaining("nothing to bill yet");
        books.at("2026-11-02T01:00:00Z");
        october();

        assertThat(books.issuedTo(account).get(1).net()).isEqualTo(usd("0.11"));
        assertThat(books.issuedTo(account).get(1).lines().getFirst().quantity()).isEqualTo("11");
    }

    @Test
    void aMonthThatIsNotClosedYetIsNotBilledByAnInvoiceOfTheNext() {
        calls(IN_OCTOBER, 150);
        calls(Instant.parse("2026-11-01T00:00:00Z"), 120);

        List<IssuedInvoice> interim = books.closes.interim(Books.OPERATOR, account.id());

        assertThat(interim.getFirst().net()).isEqualTo(usd("0.20"));
        october();
        assertThat(books.issuedTo(account).get(1).net()).isEqualTo(usd("0.50"));
    }

    @Test
    void monthsThatNobodyClosedAreClosedInTheirOrder() {
        calls(IN_OCTOBER, 150);
        calls(IN_NOVEMBER, 160);
        books.at("2027-01-02T01:00:00Z");

        books.rounds.closeAll(account, books.months.of(YearMonth.of(2026, 12)), books.itself());

        assertThat(books.issuedTo(account))
                .extracting(each -> each.period().month())
                .containsExactly(OCTOBER, NOVEMBER);
    }

    @Test
    void aFeeIsBilledByTheHoursThatThePlanHeld() {
        books.agreements.book(
                account.id(),
                Instant.parse("2026-10-16T12:00:00Z"), // half of 744 hours
                SamplePrices.withFee("fee"));

        october();

        assertThat(only().lines()).hasSize(1);
        assertThat(only().lines().getFirst().amount()).isEqualTo(usd("15.00"));
        assertThat(only().lines().getFirst().from()).isEqualTo("2026-10-16");
    }

    @Test
    void creditsPayAfterTax() {
        calls(IN_OCTOBER, 350);
        books.agreements.credit(account.id(), usd("1.00"));
        october();

        assertThat(only().credited()).isEqualTo(usd("1.00"));
        assertThat(only().payable()).isEqualTo(usd("1.50"));
        assertThat(books.agreements.creditOf(account.id()).amount()).isZero();
    }

    @Test
    void whatIsFarFromUsualIsParkedUntilAPersonSaysYes() {
        calls(IN_OCTOBER, 100_101);
        assertThat(october()).isInstanceOf(Closed.Parked.class);

        assertThat(books.issuedTo(account)).isEmpty();
        ParkedMonth parked = parked();
        assertThat(parked.reason()).isEqualTo(Parking.UNUSUAL);
        assertThat(parked.detail()).contains("1000.01 USD").contains("10 times the usual 100");
        assertThatThrownBy(() -> finalise(OCTOBER)).hasMessageContaining("unpark it");
        calls(IN_NOVEMBER, 101);
        books.at("2026-12-02T01:00:00Z");
        books.rounds.closeAll(account, books.months.of(NOVEMBER), books.itself());
        assertThat(books.issuedTo(account)).as("later months wait").isEmpty();

        books.closes.unpark(Books.OPERATOR, account.id(), OCTOBER, "They moved to us");

        assertThat(books.issuedTo(account))
                .extracting(IssuedInvoice::net)
                .containsExactly(usd("1000.01"), usd("0.01"));
        assertThatThrownBy(
                        () -> books.closes.unpark(Books.OPERATOR, account.id(), OCTOBER, "Again"))
                .hasMessageContaining("no such parked month");
    }

    @Test
    void moreThanAPersonSaidYesToIsParkedAgain() {
        calls(IN_OCTOBER, 100_101);
        october();
        calls(IN_OCTOBER, 1);

        assertThatThrownBy(
                        () -> books.closes.unpark(Books.OPERATOR, account.id(), OCTOBER, "Right"))
                .hasMessageContaining("1000.02 USD");
        assertThat(parked().net()).isEqualByComparingTo("1000.02");
        books.closes.unpark(Books.OPERATOR, account.id(), OCTOBER, "Right, too");
    }

    @Test
    void usageThatBecameLessIsParked() {
        calls(IN_OCTOBER, 150);
        october();
        DATABASE.client()
                .sql(
                        "update usage_meter set amount = 149 where account_id = ?"
                                + " and meter = 'requests'")
                .param(account.id().value())
                .update();
        books.at("2026-12-02T01:00:00Z");

        books.rounds.closeAll(account, books.months.of(NOVEMBER), books.itself());

        assertThat(parked().reason()).isEqualTo(Parking.UNRECONCILED);
        assertThat(parked().detail()).contains("less was used");
        DATABASE.client()
                .sql(
                        "update usage_meter set amount = 150 where account_id = ?"
                                + " and meter = 'requests'")
                .param(account.id().value())
                .update();
        books.closes.unpark(Books.OPERATOR, account.id(), NOVEMBER, "Found again");
    }

    @Test
    void aMonthWithAnInvoiceThatIsNotClosedIsParked() {
        calls(IN_OCTOBER, 150);
        october();
        DATABASE.client()
                .sql("delete from billing_close where account_id = ?")
                .param(account.id().value())
                .update();

        october();

        assertThat(books.issuedTo(account)).hasSize(1);
        assertThat(parked().reason()).isEqualTo(Parking.DUPLICATE);
        books.closes.unpark(Books.OPERATOR, account.id(), OCTOBER, "Restored from a backup");
        assertThat(books.issuedTo(account)).hasSize(1);
    }

    @Test
    void aMonthThatIsNotOverOrWasFinalisedIsRefused() {
        assertThatThrownBy(() -> finalise(NOVEMBER))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("2026-11 is not over: it ends at 2026-12-01T00:00:00Z");
        assertThatThrownBy(() -> finalise(YearMonth.of(2026, 9)))
                .hasMessageContaining("invoices begin with 2026-10");
        calls(IN_OCTOBER, 150);
        finalise(OCTOBER);

        assertThatThrownBy(() -> finalise(OCTOBER))
                .hasMessageContaining("2026-10 was finalised before, as " + only().number());
    }

    private void calls(Instant hour, long count) {
        books.usage.calls(
                account.id(),
                function,
                hour,
                count,
                BigInteger.ZERO,
                BigInteger.ZERO,
                BigInteger.ZERO);
    }

    private Closed october() {
        return books.closing.close(account, books.months.of(OCTOBER), false, books.itself());
    }

    private List<IssuedInvoice> finalise(YearMonth month) {
        return books.closes.finalise(Books.OPERATOR, account.id(), month);
    }

    private IssuedInvoice only() {
        List<IssuedInvoice> all = books.issuedTo(account);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private ParkedMonth parked() {
        return books.closes.parked(null, 100).items().stream()
                .filter(each -> each.account().equals(account.id()))
                .findFirst()
                .orElseThrow();
    }
}
