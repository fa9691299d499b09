package dev.meterlark.console.money;

import dev.meterlark.billing.KeptDays;
import dev.meterlark.billing.PlanTerms;
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

    /** What it keeps, as it is now. */
    static PlanForm of(PlanTerms plan) {
        KeptDays kept = plan.retention();
        return new PlanForm(
                plan.id(),
                plan.name(),
                "",
                "",
                typed(kept.callDays()),
                typed(kept.logDays()),
                typed(kept.contentDays()));
    }

    /** The same of a plan that the address names. */
    PlanForm of(String plan) {
        return new PlanForm(plan, name, currency, hardCap, callDays, logDays, contentDays);
    }

    private static String typed(@Nullable Integer days) {
        return days == null ? "" : days.toString();
    }

    OfferedPlans.Wish wish() {
        return new OfferedPlans.Wish(
                id,
                name,
                currency,
                hardCap == null || hardCap.isBlank() ? null : hardCap.strip(),
                days());
    }

    OfferedPlans.Days days() {
        return new OfferedPlans.Days(
                days("Calls", callDays),
                days("Logs", logDays),
                days("Events and answers", contentDays));
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
