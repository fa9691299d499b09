package dev.meterlark.console.money;

import dev.meterlark.billing.UsageRange;
import dev.meterlark.billing.cost.Split;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What somebody wants to see of their costs, as the page's address says it.
 *
 * @param span a word for a stretch of time; without it, from and to say it
 * @param by what it is split by: function, version, trigger, source, outcome, cold, tags or a tag
 * @param tag the name of the tag that it is split by
 */
record CostQuery(
        @Nullable String span,
        @Nullable String from,
        @Nullable String to,
        @Nullable String by,
        @Nullable String tag) {

    private static final List<Named> SPANS =
            List.of(
                    new Named("month", "This month"),
                    new Named("last-month", "Last month"),
                    new Named("7d", "7 days"),
                    new Named("30d", "30 days"),
                    new Named("90d", "90 days"));

    private static final List<Named> SPLITS =
            List.of(
                    new Named("function", "Function"),
                    new Named("function,version", "Version"),
                    new Named("trigger", "Trigger"),
                    new Named("source", "What called it"),
                    new Named("outcome", "How it ended"),
                    new Named("cold", "Cold or warm"),
                    new Named("tag", "All tags"));

    private record Named(String name, String label) {}

    /** One that can be chosen. */
    record Choice(String value, String label, boolean chosen) {}

    CostQuery {
        tag = tag == null || tag.isBlank() ? null : tag.strip();
        by = by == null || by.isBlank() ? "function" : by;
        boolean said = from != null && !from.isBlank();
        span = said ? null : span == null || span.isBlank() ? "month" : span;
        from = said ? from : null;
        to = said && to != null && !to.isBlank() ? to : null;
    }

    Split split() {
        return Split.parse(words());
    }

    /** As REST takes it. */
    String words() {
        return tag == null ? String.valueOf(by) : "tag:" + tag;
    }

    UsageRange range(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (span == null) {
            return UsageRange.of(from, to, now);
        }
        return switch (span) {
            case "last-month" ->
                    days(
                            YearMonth.from(today).minusMonths(1).atDay(1),
                            YearMonth.from(today).atDay(1));
            case "7d" -> days(today.minusDays(6), today.plusDays(1));
            case "30d" -> days(today.minusDays(29), today.plusDays(1));
            case "90d" -> days(today.minusDays(89), today.plusDays(1));
            default -> days(today.withDayOfMonth(1), today.plusDays(1));
        };
    }

    private static UsageRange days(LocalDate from, LocalDate to) {
        return UsageRange.of(from.toString(), to.toString(), Instant.EPOCH);
    }

    List<Choice> ranges() {
        return SPANS.stream()
                .map(each -> new Choice(each.name(), each.label(), each.name().equals(span)))
                .toList();
    }

    List<Choice> splits() {
        return SPLITS.stream()
                .map(
                        each ->
                                new Choice(
                                        each.name(),
                                        each.label(),
                                        tag == null && each.name().equals(by)))
                .toList();
    }

    /** The last day is in it. */
    static String shown(UsageRange range) {
        LocalDate from = LocalDate.ofInstant(range.from(), ZoneOffset.UTC);
        LocalDate to = LocalDate.ofInstant(range.to().minusNanos(1), ZoneOffset.UTC);
        return from.equals(to) ? from.toString() : from + " to " + to;
    }

    /** What the column is called that says what usage is split by. */
    public String column() {
        if (tag != null) {
            return tag;
        }
        return SPLITS.stream()
                .filter(each -> each.name().equals(by))
                .map(Named::label)
                .findFirst()
                .orElse("Part");
    }
}
