package dev.meterlark.billing.budget;

import dev.meterlark.billing.PricedBy;
import dev.meterlark.billing.rating.Meter;
import dev.meterlark.metering.BillableUsage;
import dev.meterlark.metering.MeterSource;
import dev.meterlark.metering.MeterTotal;
import dev.meterlark.shared.AccountId;

import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The ledger, and what lies there told forth to the end of the time that is asked for. */
final class LedgerRead implements SpendRead {

    private final BillableUsage usage;
    private final List<MeterSource> sources;
    private final InstantSource clock;

    LedgerRead(BillableUsage usage, List<MeterSource> sources, InstantSource clock) {
        this.usage = usage;
        this.sources = List.copyOf(sources);
        this.clock = clock;
    }

    @Override
    public Map<Meter, BigInteger> soFar(AccountId account, Instant from, Instant to) {
        Map<Meter, BigInteger> sums = new EnumMap<>(Meter.class);
        usage.whole(account, from, to)
                .forEach(
                        (meter, amount) -> sums.merge(PricedBy.of(meter), amount, BigInteger::add));
        return sums;
    }

    @Override
    public Map<Meter, BigInteger> toCome(AccountId account, Instant from, Instant to) {
        Map<Meter, BigInteger> sums = new EnumMap<>(Meter.class);
        Instant now = clock.instant();
        if (now.isBefore(to)) {
            for (MeterSource source : sources) {
                add(sums, source.underWay(account, to), from, to, false);
                add(sums, source.underWay(account, now), from, to, true);
            }
        }
        return sums;
    }

    private static void add(
            Map<Meter, BigInteger> sums,
            List<MeterTotal> totals,
            Instant from,
            Instant to,
            boolean less) {
        for (MeterTotal each : totals) {
            if (!each.from().isBefore(from) && each.from().isBefore(to)) {
                BigInteger amount = less ? each.amount().negate() : each.amount();
                sums.merge(PricedBy.of(each.meter()), amount, BigInteger::add);
            }
        }
    }
}
