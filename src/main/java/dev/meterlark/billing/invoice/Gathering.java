package dev.meterlark.billing.invoice;

import dev.meterlark.billing.invoice.Agreements.Stretch;
import dev.meterlark.billing.invoice.CloseRows.State;
import dev.meterlark.billing.rating.Meter;
import dev.meterlark.billing.rating.Segment;
import dev.meterlark.billing.rating.Used;
import dev.meterlark.shared.BillingPeriod;

import org.springframework.stereotype.Component;

import java.math.BigInteger;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What is to be rated for an invoice: a month, and those before it in which something came in since
 * they were billed.
 */
@Component
class Gathering {

    private final Agreements agreements;
    private final UsedByThings usage;
    private final BilledRows billed;
    private final CloseRows closes;
    private final Months months;

    Gathering(
            Agreements agreements,
            UsedByThings usage,
            BilledRows billed,
            CloseRows closes,
            Months months) {
        this.agreements = agreements;
        this.usage = usage;
        this.billed = billed;
        this.closes = closes;
        this.months = months;
    }

    /**
     * @param upTo usage of hours that begin before it
     * @param stage what is asked of the month itself
     */
    List<Segment> of(
            KnownAccount account, BillingPeriod period, Segment.Stage stage, Instant upTo) {
        List<Segment> segments = new ArrayList<>();
        for (YearMonth late : late(account, period)) {
            segments.addAll(month(account, months.of(late), Segment.Stage.LATE, upTo));
        }
        segments.addAll(month(account, period, stage, upTo));
        return segments;
    }

    private List<Segment> month(
            KnownAccount account, BillingPeriod period, Segment.Stage stage, Instant upTo) {
        BilledRows.OfMonth before = billed.of(account.id(), period.month());
        List<Segment> segments = new ArrayList<>();
        for (Stretch stretch : agreements.stretches(account, period)) {
            Instant end = stretch.to().isBefore(upTo) ? stretch.to() : upTo;
            List<Used> used =
                    stretch.from().isBefore(end)
                            ? usage.of(account.id(), stretch.from(), end)
                            : List.of();
            segments.add(
                    new Segment(
                            period,
                            stretch.from(),
                            stretch.to(),
                            stretch.book(),
                            stage,
                            used,
                            before.within(stretch.from(), stretch.to())));
        }
        return segments;
    }

    /**
     * Months that were closed and have changed: usage only ever grows, so a sum over all of them
     * tells whether to look at each. A month that is not closed yet, or is parked, has its own
     * invoice to come.
     */
    private TreeSet<YearMonth> late(KnownAccount account, BillingPeriod period) {
        TreeSet<YearMonth> closed =
                new TreeSet<>(closes.in(account.id(), State.BILLED, State.NOTHING, State.VOIDED));
        closed.removeIf(month -> !month.isBefore(period.month()));
        if (closed.isEmpty()) {
            return closed;
        }
        TreeSet<YearMonth> voided = new TreeSet<>(closes.in(account.id(), State.VOIDED));
        Instant first = months.of(closed.first()).from();
        Map<Meter, BigInteger> used = sums(usage.of(account.id(), first, period.from()));
        boolean changed = !used.equals(billed.before(account.id(), period.month()));
        closed.removeIf(month -> !changed && !voided.contains(month));
        return closed;
    }

    private static Map<Meter, BigInteger> sums(List<Used> used) {
        Map<Meter, BigInteger> sums = new EnumMap<>(Meter.class);
        used.forEach(each -> sums.merge(each.meter(), each.raw(), BigInteger::add));
        return sums;
    }
}
