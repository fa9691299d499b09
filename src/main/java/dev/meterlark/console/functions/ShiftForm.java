package dev.meterlark.console.functions;

import dev.meterlark.release.ShiftWishes;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What was typed into the form of a shift; kept as text, so that the form shows it again.
 *
 * @param share of the calls in percent, step by step
 * @param minutes that each step lasts
 * @param maxErrors percent of the new version's calls that may fail
 * @param maxP95 milliseconds; blank for any
 */
record ShiftForm(
        @Nullable String to,
        @Nullable List<String> share,
        @Nullable List<String> minutes,
        @Nullable String maxErrors,
        @Nullable String maxP95,
        @Nullable String minCalls) {

    private static final int ROWS = 5;
    private static final BigDecimal SECONDS = BigDecimal.valueOf(60);

    /** A tenth of the calls for five minutes, then half of them for five. */
    static final ShiftForm USUAL =
            new ShiftForm("", List.of("10", "50"), List.of("5", "5"), "5", "", "20");

    record Step(String share, String minutes) {}

    static ShiftForm to(String version) {
        return new ShiftForm(
                version, USUAL.share, USUAL.minutes, USUAL.maxErrors, USUAL.maxP95, USUAL.minCalls);
    }

    public List<Step> steps() {
        List<Step> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(new Step(at(share, i), at(minutes, i)));
        }
        return rows;
    }

    ShiftWishes wishes() {
        List<ShiftWishes.@Nullable Step> steps = new ArrayList<>();
        for (Step each : steps()) {
            if (!each.share().isBlank()) {
                steps.add(
                        new ShiftWishes.Step(
                                Percent.parse("share", each.share()), seconds(each.minutes())));
            }
        }
        return new ShiftWishes(
                to,
                steps.isEmpty() ? null : steps,
                maxErrors == null || maxErrors.isBlank()
                        ? null
                        : Percent.parse("failing calls", maxErrors),
                number("the longest p95", maxP95),
                calls());
    }

    private @Nullable Integer calls() {
        Long calls = number("calls before it is judged", minCalls);
        return calls == null ? null : Math.toIntExact(Math.min(calls, Integer.MAX_VALUE));
    }

    private static @Nullable Long seconds(String minutes) {
        if (minutes.isBlank()) {
            return null;
        }
        String plain = minutes.replace(',', '.').strip();
        if (!plain.matches("[0-9]{1,6}(\\.[0-9]{1,3})?")) {
            throw invalid("minutes of a step are a number, as in 5; was: " + shown(minutes));
        }
        return new BigDecimal(plain).multiply(SECONDS).longValue();
    }

    private static @Nullable Long number(String name, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        if (!text.strip().matches("[0-9]{1,12}")) {
            throw invalid("%s must be a whole number, was: %s".formatted(name, shown(text)));
        }
        return Long.valueOf(text.strip());
    }

    private static String at(@Nullable List<String> values, int index) {
        return values == null || index >= values.size() || values.get(index) == null
                ? ""
                : values.get(index).strip();
    }

    private static String shown(String text) {
        return text.length() > 20 ? text.substring(0, 20) + "…" : text;
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
