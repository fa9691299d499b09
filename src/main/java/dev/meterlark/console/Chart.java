package dev.meterlark.console;

import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Numbers over time: {@code ~{parts :: chart(${chart})}} writes them as a table, and where scripts
 * run it is drawn. Whoever has more points than {@link #MOST_POINTS} sums them up first.
 *
 * @param id of its element, unlike any other on the page
 * @param times in order; a bar reaches from its time to the next
 */
public record Chart(
        String id, String title, Kind kind, Unit unit, List<Instant> times, List<Series> series) {

    public static final int MOST_POINTS = 400;
    public static final int MOST_SERIES = 8;

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    public Chart {
        times = List.copyOf(times);
        series = List.copyOf(series);
        require(ID.matcher(id).matches(), "its id has to be like calls-by-hour, was: " + id);
        require(
                times.size() <= MOST_POINTS,
                "at most %d points, were: %d".formatted(MOST_POINTS, times.size()));
        require(
                !series.isEmpty() && series.size() <= MOST_SERIES,
                "1 to %d series, were: %d".formatted(MOST_SERIES, series.size()));
        for (Series each : series) {
            require(
                    each.values().size() == times.size(),
                    "%s has %d values for %d times"
                            .formatted(each.name(), each.values().size(), times.size()));
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("a chart: " + otherwise);
        }
    }

    /** BARS are for one series; several go on top of each other, STACKED. */
    public enum Kind {
        LINES,
        BARS,
        STACKED
    }

    /** Which colour says it best; PLAIN ones follow each other through the palette. */
    public enum Look {
        PLAIN,
        GOOD,
        WARN,
        BAD
    }

    /**
     * @param name for the script that labels the axes
     * @param currency its code; empty when it is no money
     */
    public record Unit(String name, String currency) {

        public static final Unit COUNT = new Unit("count", "");
        public static final Unit MICROS = new Unit("micros", "");
        public static final Unit BYTES = new Unit("bytes", "");
        public static final Unit PERCENT = new Unit("percent", "");

        /**
         * Values are whole units of the currency, with as many digits behind the point as needed.
         */
        public static Unit money(Currency currency) {
            return new Unit("money", currency.getCurrencyCode());
        }

        String show(double value) {
            return switch (name) {
                case "micros" -> Show.micros(Math.round(value));
                case "bytes" -> Show.bytes(Math.round(value));
                case "percent" -> Show.grouped(BigDecimal.valueOf(value)) + " %";
                case "money" ->
                        Show.sum(
                                new Money(
                                        BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_UP),
                                        Currency.getInstance(currency)));
                default -> Show.grouped(BigDecimal.valueOf(value));
            };
        }
    }

    /**
     * @param values one for each time; null where there is none
     */
    public record Series(String name, List<@Nullable Double> values, Look look) {

        public Series {
            values = Collections.unmodifiableList(new ArrayList<>(values));
        }

        public Series(String name, List<@Nullable Double> values) {
            this(name, values, Look.PLAIN);
        }
    }

    /** Whether there is nothing to draw. */
    public boolean isEmpty() {
        return series.stream().flatMap(each -> each.values().stream()).allMatch(Objects::isNull);
    }

    /** The classes of the series' colours, in their order. */
    public List<String> colours() {
        List<String> colours = new ArrayList<>();
        int plain = 0;
        for (Series each : series) {
            colours.add(
                    switch (each.look()) {
                        case PLAIN -> "series-" + ++plain;
                        case GOOD -> "series-good";
                        case WARN -> "series-warn";
                        case BAD -> "series-bad";
                    });
        }
        return colours;
    }

    /** Row by row, as the table shows it. */
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            int at = i;
            rows.add(new Row(times.get(i), series.stream().map(s -> cell(s, at)).toList()));
        }
        return rows;
    }

    private Cell cell(Series series, int at) {
        Double value = series.values().get(at);
        return value == null
                ? new Cell("", "–")
                : new Cell(BigDecimal.valueOf(value).toPlainString(), unit.show(value));
    }

    public record Row(Instant at, List<Cell> cells) {}

    /**
     * @param value for the script; empty when there is none
     */
    public record Cell(String value, String text) {}
}
