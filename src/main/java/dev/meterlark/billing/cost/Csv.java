package dev.meterlark.billing.cost;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Lines of RFC 4180. A spreadsheet program takes text that begins with {@code = + - @} for a
 * formula, so such text gets an apostrophe before it; numbers are ours, and stay numbers.
 */
final class Csv {

    private static final String BEGINS_FORMULA = "=+-@\t\r\n\0";

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
            default -> text(value.toString());
        };
    }

    private static String text(String text) {
        String harmless =
                !text.isEmpty() && BEGINS_FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return harmless.chars().anyMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n')
                ? '"' + harmless.replace("\"", "\"\"") + '"'
                : harmless;
    }
}
