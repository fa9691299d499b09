package dev.meterlark.billing.document;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * How invoices become documents.
 *
 * @param detailLines parts of functions and other things that a PDF shows; it says how many more
 *     there are, and the CSV has all
 * @param atOnce documents that are made at once
 * @param longestWait how long whoever wants one waits for the others
 * @param mailFrom the sender of the mails that bring invoices
 * @param mailFor how long from its date on an invoice is offered to a mail server that does not
 *     take it
 */
@ConfigurationProperties("meterlark.billing.document")
record DocumentProperties(
        @DefaultValue("2000") int detailLines,
        @DefaultValue("4") int atOnce,
        @DefaultValue("10s") Duration longestWait,
        @DefaultValue("meterlark@localhost") String mailFrom,
        @DefaultValue("30d") Duration mailFor) {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST_MAIL = Duration.ofDays(365);

    DocumentProperties {
        between("detail-lines", detailLines, 0, 50_000);
        between("at-once", atOnce, 1, 100);
        if (longestWait.isNegative() || longestWait.compareTo(LONGEST_WAIT) > 0) {
            throw refused("longest-wait", "be from 0s to 1m", longestWait);
        }
        if (!mailFor.isPositive() || mailFor.compareTo(LONGEST_MAIL) > 0) {
            throw refused("mail-for", "be longer than 0 and at most 365 days", mailFor);
        }
        if (!mailFrom.matches("[^\\s@<>,;]+@[^\\s@<>,;]+")) {
            throw refused("mail-from", "be an e-mail address", mailFrom);
        }
    }

    private static void between(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw refused(key, "be %d to %d".formatted(least, most), value);
        }
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.billing.document.%s must %s, was: %s".formatted(key, rule, value));
    }
}
