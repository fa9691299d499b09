package dev.meterlark.billing.invoice;

import dev.meterlark.shared.BillingPeriod;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.function.Supplier;

/** The months of the books: which is which, which are over, and with which billing began. */
final class Months {

    private final ZoneId zone;
    private final Supplier<Instant> start;

    /**
     * @param start since when this installation bills
     */
    Months(ZoneId zone, Supplier<Instant> start) {
        this.zone = zone;
        this.start = start;
    }

    BillingPeriod of(YearMonth month) {
        return BillingPeriod.of(month, zone);
    }

    BillingPeriod at(Instant instant) {
        return BillingPeriod.at(instant, zone);
    }

    /** The newest that has been over for so long. */
    BillingPeriod lastOver(Instant now, Duration forSoLong) {
        return of(at(now.minus(forSoLong)).month().minusMonths(1));
    }

    /** With which the account's invoices begin. */
    BillingPeriod first(KnownAccount account) {
        Instant began = start.get();
        return at(account.createdAt().isAfter(began) ? account.createdAt() : began);
    }

    LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, zone);
    }

    /** The first day of a stretch: its month's own where it begins with it. */
    LocalDate firstDay(BillingPeriod period, Instant from) {
        return from.equals(period.from()) ? period.month().atDay(1) : day(from);
    }

    /** The last day of a stretch, likewise. */
    LocalDate lastDay(BillingPeriod period, Instant to) {
        return to.equals(period.to()) ? period.month().atEndOfMonth() : day(to.minusNanos(1));
    }
}
