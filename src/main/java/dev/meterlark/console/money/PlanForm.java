package dev.meterlark.console.money;

import dev.meterlark.billing.plan.OfferedPlans;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

/**
 * A plan as it is typed.
 *
 * @param hardCap empty for no such end
 * @param callDays empty for as long as the installation keeps any
 */
record PlanForm(
        @Nullable String id,
        @Nullable String name,
        @Nullable String currency,
        @Nullable String hardCap,
        @Nullable String callDays,
        @Nullable String logDays,
        @Nullable String contentDays) {

    static final PlanForm EMPTY = new PlanForm("", "", "USD", "", "", "", "");

    OfferedPlans.Wish wish() {
        return new OfferedPlans.Wish(
                id,
                name,
                currency,
                hardCap == null || hardCap.isBlank() ? null : hardCap.strip(),
                new OfferedPlans.Days(
                        days("Calls", callDays),
                        days("Logs", logDays),
                        days("Events and answers", contentDays)));
    }

    private static @Nullable Integer days(String label, @Nullable String typed) {
        String days = typed == null ? "" : typed.strip();
        if (days.isEmpty()) {
            return null;
        }
        if (!days.matches("[0-9]{1,5}")) {
            String shown = days.length() > 40 ? days.substring(0, 40) + "…" : days;
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "%s must be a whole number of days, was: %s".formatted(label, shown));
        }
        return Integer.valueOf(days);
    }
}
