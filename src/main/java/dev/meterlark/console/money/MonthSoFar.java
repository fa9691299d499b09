package dev.meterlark.console.money;

import dev.meterlark.billing.budget.BudgetView;
import dev.meterlark.billing.budget.UnusualDay;
import dev.meterlark.console.Show;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;

/**
 * How an account's month stands.
 *
 * @param cap what usage may come to; null for no such end
 * @param drawn whether a bar says anything: there is a cap, or an amount that is not shown as
 *     nothing
 * @param spentShare of the cap, or without one of the forecast, in percent
 * @param reservedShare the part of it that is set aside beyond
 * @param over whether the forecast is above the cap
 * @param stoppedSince null while calls are begun
 */
record MonthSoFar(
        String month,
        String spent,
        String reserved,
        String forecast,
        @Nullable String cap,
        boolean drawn,
        String spentShare,
        String reservedShare,
        boolean over,
        @Nullable Instant stoppedSince,
        List<String> unusual) {

    private static final BigDecimal ALL = BigDecimal.valueOf(100);

    static MonthSoFar of(BudgetView view) {
        Money cap = view.inForce();
        BigDecimal whole = cap == null ? view.forecast().amount() : cap.amount();
        BigDecimal spent = share(view.spent().amount(), whole);
        BigDecimal reserved = share(view.reserved().amount(), whole).min(ALL.subtract(spent));
        return new MonthSoFar(
                view.period().month().toString(),
                Show.amount(view.spent()),
                Show.amount(view.reserved()),
                Show.amount(view.forecast()),
                cap == null ? null : Show.amount(cap),
                cap != null || view.spent().rounded().amount().signum() > 0,
                spent.toPlainString(),
                reserved.toPlainString(),
                cap != null && view.forecast().amount().compareTo(cap.amount()) > 0,
                view.stoppedSince(),
                view.unusual().stream().map(MonthSoFar::unusual).toList());
    }

    private static String unusual(UnusualDay day) {
        return "%s came to %s; such a day usually comes to %s"
                .formatted(day.day(), Show.amount(day.amount()), Show.amount(day.usual()));
    }

    private static BigDecimal share(BigDecimal part, BigDecimal whole) {
        if (whole.signum() == 0) {
            return part.signum() == 0 ? BigDecimal.ZERO : ALL;
        }
        return part.multiply(ALL).divide(whole, 1, RoundingMode.HALF_UP).min(ALL);
    }
}
