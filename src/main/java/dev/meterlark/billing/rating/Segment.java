package dev.meterlark.billing.rating;

import dev.meterlark.shared.BillingPeriod;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A stretch of a month under one price book.
 *
 * @param from a whole hour; is in it
 * @param to a whole hour; is not
 * @param used all that was used in it, up to now
 * @param billed what earlier invoices asked of it
 */
public record Segment(
        BillingPeriod period,
        Instant from,
        Instant to,
        PriceBook book,
        Stage stage,
        List<Used> used,
        Billed billed) {

    /** What is asked of it. */
    public enum Stage {
        /** Its month goes on: only what was used. */
        OPEN,

        /** Its month is over: fee and minimum too. */
        DUE,

        /** Its month was invoiced: what came in afterwards. */
        LATE
    }

    public Segment {
        used = List.copyOf(used);
        boolean whole = BillingPeriod.isWholeHour(from) && BillingPeriod.isWholeHour(to);
        if (!whole
                || !from.isBefore(to)
                || from.isBefore(period.from())
                || to.isAfter(period.to())) {
            throw new IllegalArgumentException(
                    "a segment must have whole hours of its month (%s to %s), was: %s to %s"
                            .formatted(period.from(), period.to(), from, to));
        }
    }

    /** A whole month that nothing was asked of yet. */
    public static Segment whole(
            BillingPeriod period, PriceBook book, Stage stage, List<Used> used) {
        return new Segment(period, period.from(), period.to(), book, stage, used, Billed.NOTHING);
    }

    /** Which part of its month it is. */
    public Fraction share() {
        return Fraction.of(Duration.between(from, to).toHours(), period.hours());
    }
}
