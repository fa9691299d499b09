package dev.meterlark.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.console.Chart.Kind;
import dev.meterlark.console.Chart.Look;
import dev.meterlark.console.Chart.Series;
import dev.meterlark.console.Chart.Unit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.List;

class ChartTests {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void aTimeWithoutAValueIsADashAndNotANought() {
        Chart chart = chart(Unit.COUNT, Arrays.asList(1_234.0, null));

        assertThat(chart.rows().get(0).cells())
                .containsExactly(new Chart.Cell("1234.0", "1\u2009234"));
        assertThat(chart.rows().get(1).cells()).containsExactly(new Chart.Cell("", "–"));
        assertThat(chart.isEmpty()).isFalse();
        assertThat(chart(Unit.COUNT, Arrays.asList(null, null)).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "count, 3, 3",
        "micros, 4800, 4.8 ms",
        "bytes, 2048, 2.0 KiB",
        "percent, 12.5, 12.5 %",
        "money, 0.0000125, 0.000013 EUR"
    })
    void valuesAreReadInTheirUnit(String unit, double value, String text) {
        Unit of =
                unit.equals("money") ? Unit.money(Currency.getInstance("EUR")) : new Unit(unit, "");

        assertThat(of.show(value)).isEqualTo(text);
    }

    @Test
    void whatIsGoodOrBadHasItsColourAndTheOthersTheNextOfThePalette() {
        Chart chart =
                new Chart(
                        "c",
                        "C",
                        Kind.STACKED,
                        Unit.COUNT,
                        List.of(),
                        List.of(
                                new Series("calls", List.of()),
                                new Series("errors", List.of(), Look.BAD),
                                new Series("throttled", List.of())));

        assertThat(chart.colours()).containsExactly("series-1", "series-bad", "series-2");
    }

    @Test
    void whatCannotBeDrawnIsRefusedWithItsNumbers() {
        List<Instant> times = Collections.nCopies(Chart.MOST_POINTS + 1, NOON);
        List<@Nullable Double> values = new ArrayList<>(Collections.nCopies(times.size(), 1.0));

        assertThatThrownBy(() -> chart(times, values)).hasMessageContaining("at most 400 points");
        assertThatThrownBy(() -> chart(List.of(NOON), List.of()))
                .hasMessageContaining("x has 0 values for 1 times");
        assertThatThrownBy(
                        () ->
                                new Chart(
                                        "No id",
                                        "C",
                                        Kind.BARS,
                                        Unit.COUNT,
                                        List.of(),
                                        List.of(new Series("x", List.of()))))
                .hasMessageContaining("was: No id");
        assertThatThrownBy(() -> new Chart("c", "C", Kind.BARS, Unit.COUNT, List.of(), List.of()))
                .hasMessageContaining("1 to 8 series, were: 0");
    }

    private static Chart chart(Unit unit, List<@Nullable Double> values) {
        List<Instant> times = List.of(NOON, NOON.plusSeconds(60));
        return new Chart("c", "C", Kind.LINES, unit, times, List.of(new Series("x", values)));
    }

    private static Chart chart(List<Instant> times, List<@Nullable Double> values) {
        return new Chart("c", "C", Kind.LINES, Unit.COUNT, times, List.of(new Series("x", values)));
    }
}
