package dev.meterlark.billing.payment;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;
import java.util.List;

/**
 * What happens when an invoice is not paid.
 *
 * @param enabled whether anything does
 * @param reminderDays after the due day on which the payer is reminded by mail, and what is saved
 *     is charged once more
 * @param suspensionDay after the due day on which the account is suspended; 0 for never
 * @param suspendUnnoticed whether an account may be suspended that no reminder was mailed to
 * @param lookEvery how often is looked for what is due
 * @param batch that is looked at with one statement
 */
@ConfigurationProperties("meterlark.billing.dunning")
record DunningProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue({"3", "10", "17"}) List<Integer> reminderDays,
        @DefaultValue("30") int suspensionDay,
        @DefaultValue("false") boolean suspendUnnoticed,
        @DefaultValue("10m") Duration lookEvery,
        @DefaultValue("100") int batch) {

    private static final String KEY = "meterlark.billing.dunning.";
    private static final int MOST_REMINDERS = 10;
    private static final int LAST_DAY = 365;
    private static final int LARGEST_BATCH = 1_000;

    DunningProperties {
        reminderDays = List.copyOf(reminderDays);
        if (reminderDays.size() > MOST_REMINDERS || !ascending(reminderDays)) {
            throw refused(
                    "reminder-days", "be up to 10 days that grow, each 0 to 365", reminderDays);
        }
        int last = reminderDays.isEmpty() ? 0 : reminderDays.getLast();
        if (suspensionDay != 0 && (suspensionDay <= last || suspensionDay > LAST_DAY)) {
            throw refused(
                    "suspension-day",
                    "be 0 or from the day after the last reminder (%d) to 365".formatted(last + 1),
                    suspensionDay);
        }
        if (lookEvery.compareTo(Duration.ofSeconds(1)) < 0
                || lookEvery.compareTo(Duration.ofDays(1)) > 0) {
            throw refused("look-every", "be 1s to 1d", lookEvery);
        }
        if (batch < 1 || batch > LARGEST_BATCH) {
            throw refused("batch", "be 1 to 1000", batch);
        }
    }

    DunningPlan plan() {
        if (!enabled) {
            return DunningPlan.of(List.of(), null);
        }
        @Nullable Integer suspension = suspensionDay == 0 ? null : suspensionDay;
        return DunningPlan.of(reminderDays, suspension);
    }

    private static boolean ascending(List<Integer> days) {
        int before = -1;
        for (int day : days) {
            if (day <= before || day > LAST_DAY) {
                return false;
            }
            before = day;
        }
        return true;
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "%s%s must %s, was: %s".formatted(KEY, key, rule, value));
    }
}
