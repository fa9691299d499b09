package dev.meterlark.billing.budget;

import dev.meterlark.billing.rating.Meter;
import dev.meterlark.shared.AccountId;

import java.math.BigInteger;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** What the ledger has of an account, and what lies there will come to by the month's end. */
interface SpendRead {

    /**
     * All that is committed, of hours that begin in [from, to), in raw units. Of what lies, as much
     * as it comes to until then when nothing is added or deleted.
     */
    default Map<Meter, BigInteger> used(AccountId account, Instant from, Instant to) {
        Map<Meter, BigInteger> sums = new EnumMap<>(Meter.class);
        // Before the ledger is read: what passes meanwhile counts twice rather than not at all.
        sums.putAll(toCome(account, from, to));
        soFar(account, from, to)
                .forEach((meter, amount) -> sums.merge(meter, amount, BigInteger::add));
        return sums;
    }

    /** The same without what is to come. */
    Map<Meter, BigInteger> soFar(AccountId account, Instant from, Instant to);

    /** What that lies there comes to from now on, of hours that begin in [from, to). */
    Map<Meter, BigInteger> toCome(AccountId account, Instant from, Instant to);
}
