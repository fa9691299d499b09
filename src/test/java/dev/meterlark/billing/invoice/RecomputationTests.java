package dev.meterlark.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.billing.invoice.Closing.Closed;
import dev.meterlark.billing.invoice.ReferenceInvoices.Expected;
import dev.meterlark.billing.invoice.ReferenceInvoices.Row;
import dev.meterlark.billing.rating.Discount;
import dev.meterlark.billing.rating.Meter;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.billing.rating.Quantity;
import dev.meterlark.metering.Thing;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Every invoice of generated months against one that was reckoned again from the rows of usage
 * alone. {@code -Dmeterlark.recompute.seed=…} runs one again, {@code -Dmeterlark.recompute.cases=…}
 * more of them.
 */
@Tag("database")
class RecomputationTests {

    private static final ScratchDatabase DATABASE = new ScratchDatabase();
    private static final int CASES = Integer.getInteger("meterlark.recompute.cases", 8);
    private static final long SEED =
            Long.getLong("meterlark.recompute.seed", new Random().nextLong());

    /** Those that are kept by the hour and not of functions. */
    private static final List<dev.meterlark.metering.Meter> OF_THINGS =
            Stream.of(dev.meterlark.metering.Meter.values())
                    .filter(meter -> !meter.kind().equals(Thing.Kind.FUNCTION))
                    .toList();

    private final List<FunctionId> functions = List.of(FunctionId.random(), FunctionId.random());

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    static List<ZoneId> zones() {
        return GeneratedMonths.ZONES;
    }

    @ParameterizedTest
    @MethodSource("zones")
    void whoReckonsAgainFindsEveryInvoiceToTheLastUnit(ZoneId zone) {
        Books books = new Books(DATABASE, zone, Books.LAX);
        books.wipe();
        for (int i = 0; i < CASES; i++) {
            long seed = SEED + i;
            try {
                new Case(books, new GeneratedMonths(new Random(seed), zone)).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "-Dmeterlark.recompute.seed=%d, in %s: %s".formatted(seed, zone, e), e);
            }
        }
        books.check();
    }

    private final class Case {

        private final Books books;
        private final GeneratedMonths made;
        private final KnownAccount account;
        private final ReferenceInvoices reference;
        private BigDecimal credit;
        private int invoices;

        Case(Books books, GeneratedMonths made) {
            this.books = books;
            this.made = made;
            List<Instant> hours = new ArrayList<>();
            NavigableMap<Instant, PriceBook> none = new TreeMap<>();
            ReferenceInvoices calendar = new ReferenceInvoices(made.zone, none, List.of());
            made.months.forEach(month -> hours.addAll(calendar.hours(month)));
            NavigableMap<Instant, PriceBook> prices = made.books(hours);
            List<Discount> discounts = made.discounts();
            account = books.account(hours.getFirst(), prices.firstEntry().getValue());
            prices.forEach((from, book) -> books.agreements.book(account.id(), from, book));
            discounts.forEach(each -> books.agreements.discount(account.id(), each));
            books.agreements.tax(account.id(), made.tax);
            var balance = made.money(1_000);
            books.agreements.credit(account.id(), balance);
            credit = balance.amount();
            reference = new ReferenceInvoices(made.zone, prices, discounts);
        }

        void run() {
            for (int i = 0; i < made.months.size(); i++) {
                List<YearMonth> months = made.months.subList(0, i + 1);
                List<Instant> hours = reference.hours(months.getLast());
                use(hours);
                if (made.chance(2) && !interim(months, made.hour(hours))) {
                    return;
                }
                use(hours);
                for (YearMonth earlier : months) {
                    if (made.chance(3)) {
                        use(reference.hours(earlier));
                    }
                }
                if (!close(months)) {
                    return;
                }
            }
        }

        private boolean interim(List<YearMonth> months, Instant at) {
            move(at.plus(Duration.ofMinutes(1)));
            List<Expected> lines = reference.lines(months, false, at, rows());
            try {
                List<IssuedInvoice> issued =
                        books.closing.interim(
                                account, books.months.of(months.getLast()), at, books.itself());
                compare(lines, issued);
                return true;
            } catch (RefusedException refused) {
                assertThat(sum(lines)).as(refused.getMessage()).isNegative();
                return false;
            }
        }

        /** What is less than nothing is left to a person; the books of such an account end here. */
        private boolean close(List<YearMonth> months) {
            Instant end = reference.hours(months.getLast()).getLast().plus(1, ChronoUnit.HOURS);
            move(end.plus(Duration.ofDays(2)));
            List<Expected> lines = reference.lines(months, true, end, rows());
            Closed closed =
                    books.closing.close(
                            account, books.months.of(months.getLast()), false, books.itself());
            switch (closed) {
                case Closed.Issued(var issued) -> compare(lines, issued);
                case Closed.NothingToBill _ -> assertThat(lines).isEmpty();
                case Closed.Parked parked -> assertThat(sum(lines)).as("%s", parked).isNegative();
                case Closed.AlreadyClosed before -> throw new AssertionError(before);
            }
            return !(closed instanceof Closed.Parked);
        }

        private void compare(List<Expected> lines, List<IssuedInvoice> issued) {
            if (lines.isEmpty()) {
                assertThat(issued).isEmpty();
                return;
            }
            assertThat(issued).hasSize(1);
            IssuedInvoice invoice = issued.getFirst();
            invoices++;
            assertThat(invoice.lines().stream().map(this::line).toList())
                    .as("invoice %d", invoices)
                    .isEqualTo(lines.stream().map(this::line).toList());
            BigDecimal net = sum(lines);
            int digits = made.currency.getDefaultFractionDigits();
            BigDecimal tax =
                    net.multiply(made.tax.percent())
                            .movePointLeft(2)
                            .setScale(digits, RoundingMode.HALF_UP);
            BigDecimal paid = credit.min(net.add(tax)).max(BigDecimal.ZERO);
            credit = credit.subtract(paid);
            assertThat(invoice.net().amount()).isEqualByComparingTo(net);
            assertThat(invoice.tax().amount()).isEqualByComparingTo(tax);
            assertThat(invoice.credited().amount()).isEqualByComparingTo(paid);
            assertThat(invoice.payable().amount())
                    .isEqualByComparingTo(net.add(tax).subtract(paid));
        }

        private String line(Expected line) {
            return "%s %s %s %s %s"
                    .formatted(
                            line.month(),
                            line.kind(),
                            line.meter(),
                            quantity(line),
                            line.amount().stripTrailingZeros().toPlainString());
        }

        private String quantity(Expected line) {
            if (line.meter().isEmpty()) {
                return "";
            }
            return line.kind().equals("late") || line.kind().equals("usage")
                    ? new Quantity(Meter.of(line.meter()).orElseThrow(), line.raw()).text()
                    : "";
        }

        private String line(IssuedLine line) {
            BigDecimal shares =
                    line.shares().stream()
                            .map(each -> new BigDecimal(each.precise()))
                            .reduce(BigDecimal.ZERO, BigDecimal::add);
            if (line.meter() != null) {
                assertThat(shares).isEqualByComparingTo(line.precise());
            }
            return "%s %s %s %s %s"
                    .formatted(
                            YearMonth.from(line.from()),
                            line.kind(),
                            line.meter() == null ? "" : line.meter(),
                            line.quantity(),
                            line.amount().amount().stripTrailingZeros().toPlainString());
        }

        private BigDecimal sum(List<Expected> lines) {
            return lines.stream().map(Expected::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        private void move(Instant to) {
            books.clock.forward(Duration.between(books.clock.instant(), to));
        }

        private void use(List<Instant> hours) {
            for (int i = made.upTo(4); i > 0; i--) {
                books.usage.calls(
                        account.id(),
                        made.pick(functions),
                        made.hour(hours),
                        made.amount(BigInteger.ONE).longValueExact(),
                        made.amount(BigInteger.valueOf(1_024_000)),
                        made.amount(BigInteger.TEN.pow(6)),
                        made.amount(BigInteger.ONE.shiftLeft(30)));
            }
            for (int i = made.upTo(4); i > 0; i--) {
                var meter = made.pick(OF_THINGS);
                books.usage.metered(
                        account.id(),
                        meter,
                        "it",
                        made.hour(hours),
                        made.amount(unit(meter.unit())));
            }
        }

        /** Straight from the tables: what the export of usage has. */
        private List<Row> rows() {
            List<Row> rows = new ArrayList<>();
            DATABASE.client()
                    .sql("select * from usage_meter where account_id = ?")
                    .param(account.id().value())
                    .query(
                            row -> {
                                String meter = row.getString("meter");
                                add(
                                        rows,
                                        row.getObject("began_at", OffsetDateTime.class).toInstant(),
                                        billed(meter),
                                        meter + row.getString("resource"),
                                        row.getBigDecimal("amount"));
                            });
            return rows;
        }

        private void add(
                List<Row> rows, Instant hour, Meter meter, String thing, BigDecimal amount) {
            if (amount.signum() != 0) {
                rows.add(new Row(hour, meter, thing, amount.toBigIntegerExact()));
            }
        }

        private BigInteger unit(dev.meterlark.metering.Meter.Unit unit) {
            return switch (unit) {
                case REQUESTS, MEMORY_TIME, CPU_TIME -> BigInteger.ONE;
                case BYTES -> BigInteger.ONE.shiftLeft(30);
                case BYTE_TIME -> new BigInteger("2821793513472000000000"); // 2^30, 730 hours
            };
        }

        private Meter billed(String meter) {
            return switch (meter) {
                case "bucket-storage" -> Meter.BUCKET_GB_MONTHS;
                case "table-storage" -> Meter.TABLE_GB_MONTHS;
                case "bucket-egress", "egress" -> Meter.EGRESS_GB;
                case "provisioned" -> Meter.PROVISIONED_GB_SECONDS;
                case "memory" -> Meter.GB_SECONDS;
                case "cpu" -> Meter.CPU_SECONDS;
                case "requests" -> Meter.REQUESTS;
                default -> Meter.STORAGE_REQUESTS;
            };
        }
    }
}
