package dev.meterlark.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.platform.ThreadHalts;
import dev.meterlark.records.Steps;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What bills is halted at every passing of every durable step, and begun anew: the same invoices
 * are there in the end, under numbers without gap or repeat. All that it keeps is in the database,
 * so a thread that ends there leaves what a process would.
 */
@Tag("database")
class CloseHaltsTests {

    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);

    private static final ScratchDatabase DATABASE = new ScratchDatabase();

    private final Books books =
            new Books(DATABASE, ZoneOffset.UTC, Books.properties("10", "10000"));

    private final List<KnownAccount> accounts = new ArrayList<>();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void whereverItIsHaltedEverythingIsBilledOnce() {
        settle();
        Map<String, Integer> steps = ThreadHalts.passedBy(this::work);
        List<String> whole = outcome();
        assertThat(new TreeSet<>(steps.keySet()))
                .as("every step that there is")
                .isEqualTo(Steps.inSources("invoice."));

        steps.forEach(
                (step, times) -> {
                    for (int passing = 1; passing <= times; passing++) {
                        settle();
                        assertThat(ThreadHalts.haltAt(step, passing, this::work))
                                .as("%s:%d is passed", step, passing)
                                .isTrue();
                        books.check();
                        work();
                        assertThat(outcome()).as("%s:%d", step, passing).isEqualTo(whole);
                        books.check();
                    }
                });
    }

    /** Five accounts: one each that pays, pays nothing, is parked, is corrected, is made void. */
    private void settle() {
        books.at("2026-11-02T01:00:00Z");
        books.accounts.clear();
        accounts.clear();
        DATABASE.client().sql("delete from billing_round").update();
        for (long calls : new long[] {350, 0, 200_000, 700, 900}) {
            KnownAccount account =
                    books.account(
                            Instant.parse("2026-10-01T00:00:00Z"),
                            SamplePrices.centARequest("cent"));
            accounts.add(account);
            use(account, Instant.parse("2026-10-12T07:00:00Z"), calls);
            use(account, Instant.parse("2026-11-01T07:00:00Z"), calls);
        }
    }

    private void use(KnownAccount account, Instant hour, long calls) {
        if (calls > 0) {
            books.usage.calls(
                    account.id(),
                    FunctionId.random(),
                    hour,
                    calls,
                    BigInteger.ONE,
                    BigInteger.ONE,
                    BigInteger.ONE);
        }
    }

    private void work() {
        books.rounds.closeWhatIsDue();
        unlessDone(() -> books.closes.interim(Books.OPERATOR, accounts.get(0).id()));
        unlessDone(
                () ->
                        books.corrections.credit(
                                Books.OPERATOR, first(accounts.get(3)), "A discount", null));
        unlessDone(
                () ->
                        books.corrections.makeVoid(
                                Books.OPERATOR, first(accounts.get(4)), "It was wrong"));
        unlessDone(
                () ->
                        books.closes.unpark(
                                Books.OPERATOR, accounts.get(2).id(), OCTOBER, "It is right"));
        books.rounds.closeWhatIsDue();
    }

    private String first(KnownAccount account) {
        return books.issuedTo(account).getFirst().number().value();
    }

    /** Whoever was not answered asks again, and is told that it was done. */
    private static void unlessDone(Runnable work) {
        try {
            work.run();
        } catch (RefusedException done) {
            assertThat(done.code().status()).as(done.getMessage()).isIn(404, 409);
        }
    }

    private List<String> outcome() {
        List<String> outcome = new ArrayList<>();
        for (int i = 0; i < accounts.size(); i++) {
            for (IssuedInvoice each : books.issuedTo(accounts.get(i))) {
                InvoiceView view = books.invoices.get(each.account(), each.number().value());
                outcome.add(
                        "%d %s %s %s %s"
                                .formatted(
                                        i,
                                        each.kind(),
                                        each.period().month(),
                                        each.gross(),
                                        view.state()));
            }
        }
        return outcome;
    }
}
