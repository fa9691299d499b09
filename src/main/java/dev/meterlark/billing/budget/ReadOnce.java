package dev.meterlark.billing.budget;

import dev.meterlark.billing.rating.Meter;
import dev.meterlark.shared.AccountId;

import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Asks the ledger for each stretch of time once, for whoever looks at a month in several ways. */
final class ReadOnce implements SpendRead {

    private final SpendRead ledger;
    private final Map<Asked, Map<Meter, BigInteger>> known = new HashMap<>();

    ReadOnce(SpendRead ledger) {
        this.ledger = ledger;
    }

    private record Asked(AccountId account, Instant from, Instant to) {}

    @Override
    public Map<Meter, BigInteger> soFar(AccountId account, Instant from, Instant to) {
        return known.computeIfAbsent(
                new Asked(account, from, to), _ -> ledger.soFar(account, from, to));
    }

    @Override
    public Map<Meter, BigInteger> toCome(AccountId account, Instant from, Instant to) {
        return ledger.toCome(account, from, to);
    }
}
