package dev.meterlark.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.function.snapshot.TagSetId;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

class DaySheetTests {

    private static final LocalDate DAY = LocalDate.parse("2026-11-26");
    private static final int MOST_BYTES_OF_A_ROW = 1024 * 1024;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final List<FunctionId> functions =
            IntStream.range(0, 300).mapToObj(_ -> FunctionId.random()).toList();

    @Test
    void whatIsWrittenIsRead() {
        List<UsageTotal> lines = lines(1_000);

        assertThat(read(written(lines))).as("seed %d", seed).isEqualTo(lines);
    }

    @Test
    void aDayWithoutCallsHasNoPart() {
        assertThat(written(List.of())).isEmpty();
    }

    @Test
    void aDayOfManyLinesIsKeptInPartsThatFitIntoARow() {
        List<UsageTotal> lines = lines(20_000);

        List<DaySheetWriter.Part> parts = written(lines);

        assertThat(parts).hasSizeGreaterThan(2);
        assertThat(parts)
                .allSatisfy(each -> assertThat(each.sheet()).hasSizeLessThan(MOST_BYTES_OF_A_ROW));
        assertThat(read(parts)).as("seed %d", seed).isEqualTo(lines);
    }

    @Test
    void aPartTellsWhatItsLinesComeTo() {
        List<UsageTotal> lines = lines(20_000);

        List<DaySheetWriter.Part> parts = written(lines);

        assertThat(parts.stream().mapToLong(DaySheetWriter.Part::calls).sum())
                .isEqualTo(lines.stream().mapToLong(UsageTotal::calls).sum());
        assertThat(parts.stream().map(DaySheetWriter.Part::price).reduce(BigDecimal::add))
                .isEqualTo(
                        lines.stream().map(each -> each.price().amount()).reduce(BigDecimal::add));
    }

    @Test
    void aSheetOfALaterReleaseIsRefusedWithItsFormat() {
        assertThatThrownBy(() -> DaySheet.read(new byte[] {9, 1, 2}, DAY, _ -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2026-11-26 is kept in format 9");
    }

    private static List<DaySheetWriter.Part> written(List<UsageTotal> lines) {
        DaySheetWriter writer = new DaySheetWriter();
        lines.forEach(writer::add);
        return writer.parts();
    }

    private static List<UsageTotal> read(List<DaySheetWriter.Part> parts) {
        List<UsageTotal> read = new ArrayList<>();
        parts.forEach(each -> DaySheet.read(each.sheet(), DAY, read::add));
        return read;
    }

    private List<UsageTotal> lines(int count) {
        return IntStream.range(0, count).mapToObj(_ -> line()).toList();
    }

    private UsageTotal line() {
        int number = random.nextInt(functions.size());
        Fault fault = maybe(Fault.CALLER, Fault.FUNCTION, Fault.PLATFORM);
        long calls = amount(40).longValue();
        UsageKey key =
                new UsageKey(
                        functions.get(number),
                        "größe-" + number,
                        DAY,
                        null,
                        oneOf("$LATEST", "1", "27"),
                        maybe("live"),
                        oneOf("rest", "timer"),
                        maybe(UUID.randomUUID()),
                        fault,
                        random.nextBoolean(),
                        maybe(new TagSetId(new UUID(7, number))),
                        "payg-2026-01");
        return new UsageTotal(
                key,
                calls,
                amount(30).longValue(),
                UsageTotal.Failures.of(fault, calls),
                amount(62).longValue(),
                new BigDecimal(amount(126)),
                new BigDecimal(amount(64)),
                new BigDecimal(amount(8)),
                new BigDecimal(amount(1)),
                new Money(
                        new BigDecimal(amount(120), 24),
                        Currency.getInstance(oneOf("USD", "EUR"))));
    }

    /** Of any length up to that. */
    private BigInteger amount(int bits) {
        return new BigInteger(random.nextInt(bits + 1), random);
    }

    @SafeVarargs
    private <T> @Nullable T maybe(T... values) {
        return random.nextBoolean() ? oneOf(values) : null;
    }

    @SafeVarargs
    private <T> T oneOf(T... values) {
        return values[random.nextInt(values.length)];
    }
}
