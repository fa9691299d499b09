package dev.meterlark.billing.budget;

import dev.meterlark.billing.rating.Meter;
import dev.meterlark.shared.AccountId;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;

/** What the ledger has of an account, and what lies there will come to by the month's end. */
interface SpendRead {

    /**
     * All that is committed, of hours that begin in [from, to), in raw units. Of what lies, as much
     * as it comes to until then when nothing is added or deleted.
     */
    Map<Meter, BigInteger> used(AccountId account, Instant from, Instant to);

    /** The same without what is to come. */
    Map<Meter, BigInteger> soFar(AccountId account, Instant from, Instant to);
}
