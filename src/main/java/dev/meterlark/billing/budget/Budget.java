package dev.meterlark.billing.budget;

import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;

/**
 * What an account wants of its spending.
 *
 * @param cap usage of a month never costs more; null for no such end
 * @param warnsOf what the percentages of alerts are of; null for the cap
 * @param alerts by their percentages
 */
public record Budget(@Nullable Money cap, @Nullable Money warnsOf, List<Alert> alerts) {

    static final Budget NONE = new Budget(null, null, List.of());

    /**
     * When and whom to tell, once a month.
     *
     * @param percent 1 to 1000
     * @param webhook null for none
     * @param event whether the account's own topic is told
     */
    public record Alert(int percent, List<String> emails, @Nullable URI webhook, boolean event) {

        public Alert {
            emails = List.copyOf(emails);
        }
    }

    public Budget {
        alerts = List.copyOf(alerts);
    }

    /** What alerts go by. */
    @Nullable Money base() {
        return warnsOf == null ? cap : warnsOf;
    }
}
