package dev.meterlark.billing.invoice;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * When months are closed, what invoices are called, and which of them a person looks at first.
 *
 * @param cutOff how long after its end a month is closed; usage that comes later goes on the next
 *     invoice
 * @param checkEvery how often a node looks whether a month is to be closed
 * @param lease how long a node that closes a month may be silent before another goes on with it
 * @param numberPrefix what the numbers of invoices begin with
 * @param creditNotePrefix what those of credit notes begin with
 * @param usualMultiple an invoice of more than so many times the usual is not issued but parked;
 *     the usual is the dearest of the account's last months
 * @param usualMonths so many of them
 * @param usualAtLeast what is usual of an account that has paid less, or nothing yet; in a
 *     currency's smallest units
 */
@ConfigurationProperties("meterlark.billing.invoices")
record InvoiceProperties(
        @DefaultValue("24h") Duration cutOff,
        @DefaultValue("5m") Duration checkEvery,
        @DefaultValue("2m") Duration lease,
        @DefaultValue("INV-") String numberPrefix,
        @DefaultValue("CN-") String creditNotePrefix,
        @DefaultValue("10") int usualMultiple,
        @DefaultValue("3") int usualMonths,
        @DefaultValue("10000") BigDecimal usualAtLeast) {

    private static final Pattern PREFIX = Pattern.compile("[A-Z0-9][A-Z0-9-]{0,15}");
    private static final Duration LONGEST_CUT_OFF = Duration.ofDays(20);
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(10);

    InvoiceProperties {
        if (cutOff.isNegative() || cutOff.compareTo(LONGEST_CUT_OFF) > 0) {
            throw refused("cut-off", "be 0 to 20 days", cutOff);
        }
        if (!checkEvery.isPositive()) {
            throw refused("check-every", "be longer than 0", checkEvery);
        }
        if (lease.compareTo(SHORTEST_LEASE) < 0) {
            throw refused("lease", "be at least 10s", lease);
        }
        requirePrefix("number-prefix", numberPrefix);
        requirePrefix("credit-note-prefix", creditNotePrefix);
        if (numberPrefix.equals(creditNotePrefix)) {
            throw refused("credit-note-prefix", "differ from number-prefix", creditNotePrefix);
        }
        if (usualMultiple < 2) {
            throw refused("usual-multiple", "be at least 2", usualMultiple);
        }
        if (usualMonths < 1 || usualMonths > 36) {
            throw refused("usual-months", "be 1 to 36", usualMonths);
        }
        if (usualAtLeast.signum() <= 0) {
            throw refused("usual-at-least", "be more than 0", usualAtLeast.toPlainString());
        }
    }

    private static void requirePrefix(String key, String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw refused(key, "be 1 to 16 of A-Z, 0-9 and -", prefix);
        }
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.billing.invoices.%s must %s, was: %s".formatted(key, rule, value));
    }
}
