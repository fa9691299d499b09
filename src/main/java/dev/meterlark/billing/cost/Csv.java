package dev.meterlark.billing.cost;

import dev.meterlark.shared.CsvCell;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** Lines of RFC 4180. Texts are no formulas to any program; numbers are ours, and stay numbers. */
final class Csv {

    private Csv() {}

    static String line(List<@Nullable Object> values) {
        return values.stream().map(Csv::value).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String value(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case BigDecimal decimal -> decimal.toPlainString();
            case Number number -> number.toString();
            case Boolean bool -> bool.toString();
            case CsvCell cell -> cell.written();
            default -> CsvCell.of(value.toString()).written();
        };
    }
}
