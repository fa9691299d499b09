package dev.meterlark.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.FunctionId;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Two nodes that bill the same accounts at the same time, whatever became of their lease. */
@Tag("database")
class TwoClosersTests {

    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
    private static final int ACCOUNTS = 20;

    private static final ScratchDatabase DATABASE = new ScratchDatabase();

    private final Books one = new Books(DATABASE, ZoneOffset.UTC, Books.LAX);
    private final Books other = one.other(ZoneOffset.UTC, Books.LAX);
    private final List<KnownAccount> accounts = new ArrayList<>();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void noMonthIsBilledTwiceAndNoNumberIsLost() throws Exception {
        for (int i = 0; i < ACCOUNTS; i++) {
            accounts.add(
                    one.account(
                            Instant.parse("2026-10-01T00:00:00Z"), SamplePrices.withFee("fee")));
            use(accounts.getLast(), 300 + i);
        }
        one.at("2026-11-02T01:00:00Z");
        other.at("2026-11-02T01:00:00Z");

        atOnce(books -> accounts.forEach(each -> closeAll(books, each)));

        for (KnownAccount account : accounts) {
            assertThat(one.issuedTo(account)).hasSize(1);
        }
        assertThat(one.told.size() + other.told.size()).isEqualTo(ACCOUNTS);
        one.check();
    }

    @Test
    void whatBothBillBeforeTheMonthsEndIsBilledByOneOfThem() throws Exception {
        KnownAccount account =
                one.account(
                        Instant.parse("2026-10-01T00:00:00Z"), SamplePrices.centARequest("cent"));
        use(account, 1_100);
        one.at("2026-10-20T01:00:00Z");
        Instant upTo = Instant.parse("2026-10-20T01:00:00Z");

        atOnce(
                books ->
                        books.closing.interim(
                                account, books.months.of(OCTOBER), upTo, books.itself()));

        assertThat(one.issuedTo(account))
                .extracting(IssuedInvoice::net)
                .containsExactly(SamplePrices.usd("10.00"));
        one.check();
    }

    private static void closeAll(Books books, KnownAccount account) {
        books.rounds.closeAll(account, books.months.of(OCTOBER), books.itself());
    }

    private interface Work {
        void with(Books books);
    }

    private void atOnce(Work work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        try (ExecutorService nodes = Executors.newFixedThreadPool(2)) {
            List<Future<?>> done = new ArrayList<>();
            for (Books books : List.of(one, other)) {
                done.add(
                        nodes.submit(
                                () -> {
                                    start.await();
                                    work.with(books);
                                    return null;
                                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        }
    }

    private void use(KnownAccount account, long calls) {
        one.usage.calls(
                account.id(),
                FunctionId.random(),
                Instant.parse("2026-10-12T07:00:00Z"),
                calls,
                BigInteger.ZERO,
                BigInteger.ZERO,
                BigInteger.ZERO);
    }
}
