package dev.meterlark.billing.budget;

import dev.meterlark.billing.rating.Fraction;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.shared.BillingPeriod;

import java.time.Duration;
import java.time.Instant;

/**
 * A part of a month under one price book.
 *
 * @param from a whole hour; is in it
 * @param to is not
 */
record Stretch(BillingPeriod period, Instant from, Instant to, PriceBook book) {

    boolean contains(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(to);
    }

    /** Which part of its month it is. */
    Fraction share() {
        return Fraction.of(Duration.between(from, to).toHours(), period.hours());
    }
}
