package dev.meterlark.billing.budget;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether a day came to far more than its kind does: a function of the days before it. By medians,
 * so that one bad day before makes no other one look usual. Days without anything count as such
 * from the first day on that had something.
 */
final class Usual {

    /** Of the same weekday, one a week, or of all days: less says nothing. */
    private static final int ENOUGH = 3;

    private static final int WEEKS = 5;
    private static final int DAYS = 14;
    private static final BigDecimal TIMES = BigDecimal.valueOf(3);
    private static final BigDecimal SPREADS = BigDecimal.valueOf(6);

    private Usual() {}

    /**
     * What such a day usually comes to, where this one came to far more; else null.
     *
     * @param amounts by day, the one in question among them; none for days on which nothing was
     * @param least a day below it is never told of
     */
    static @Nullable BigDecimal exceeded(
            LocalDate day, Map<LocalDate, BigDecimal> amounts, BigDecimal least) {
        BigDecimal amount = amounts.getOrDefault(day, BigDecimal.ZERO);
        LocalDate first = amounts.keySet().stream().min(LocalDate::compareTo).orElse(day);
        List<BigDecimal> alike = before(day, 7, WEEKS, first, amounts);
        if (alike.size() < ENOUGH) {
            alike = before(day, 1, DAYS, first, amounts);
        }
        if (alike.size() < ENOUGH || amount.compareTo(least) < 0) {
            return null;
        }
        BigDecimal median = median(alike);
        BigDecimal spread =
                median(alike.stream().map(each -> each.subtract(median).abs()).toList());
        BigDecimal border = median.multiply(TIMES).max(median.add(spread.multiply(SPREADS)));
        return amount.compareTo(border) > 0 ? median : null;
    }

    private static List<BigDecimal> before(
            LocalDate day,
            int step,
            int most,
            LocalDate first,
            Map<LocalDate, BigDecimal> amounts) {
        List<BigDecimal> found = new ArrayList<>();
        for (int i = 1; i <= most; i++) {
            LocalDate earlier = day.minusDays((long) i * step);
            if (!earlier.isBefore(first)) {
                found.add(amounts.getOrDefault(earlier, BigDecimal.ZERO));
            }
        }
        return found;
    }

    private static BigDecimal median(List<BigDecimal> amounts) {
        List<BigDecimal> sorted = amounts.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : sorted.get(middle - 1).add(sorted.get(middle)).divide(BigDecimal.TWO);
    }
}
