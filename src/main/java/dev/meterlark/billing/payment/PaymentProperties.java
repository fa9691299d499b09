package dev.meterlark.billing.payment;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.time.Duration;

/**
 * What payment providers tell, and what payers are told.
 *
 * @param largestEvent that is read; what is larger is refused
 * @param eventsKept how long it is remembered which were told: providers tell again for some days
 * @param mailFrom the sender of reminders and notices
 */
@ConfigurationProperties("meterlark.billing.payments")
record PaymentProperties(
        @DefaultValue("256KB") DataSize largestEvent,
        @DefaultValue("90d") Duration eventsKept,
        @DefaultValue("meterlark@localhost") String mailFrom) {

    private static final String KEY = "meterlark.billing.payments.";
    private static final DataSize SMALLEST = DataSize.ofKilobytes(16);
    private static final DataSize LARGEST = DataSize.ofMegabytes(4);

    PaymentProperties {
        if (largestEvent.compareTo(SMALLEST) < 0 || largestEvent.compareTo(LARGEST) > 0) {
            throw new IllegalArgumentException(
                    KEY + "largest-event must be 16KB to 4MB, was: " + largestEvent);
        }
        if (eventsKept.compareTo(Duration.ofDays(7)) < 0
                || eventsKept.compareTo(Duration.ofDays(3_650)) > 0) {
            throw new IllegalArgumentException(
                    KEY + "events-kept must be 7d to 3650d, was: " + eventsKept);
        }
        if (!mailFrom.matches("[^\\s@<>,;]+@[^\\s@<>,;]+")) {
            throw new IllegalArgumentException(
                    KEY + "mail-from must be an e-mail address, was: " + mailFrom);
        }
    }
}
