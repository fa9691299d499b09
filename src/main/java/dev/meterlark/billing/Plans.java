package dev.meterlark.billing;

import dev.meterlark.billing.rating.ListPrices;
import dev.meterlark.billing.rating.Meter;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.billing.rating.Quantity;
import dev.meterlark.invocation.CallPrice;
import dev.meterlark.invocation.CallUsage;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/**
 * What every account is on, in memory, because every call asks. A change takes effect only once
 * every node has read it, so all give the same price at the same time.
 */
@Component
public class Plans {

    private volatile PlanSnapshot known = PlanSnapshot.PRODUCT;

    Plans() {}

    /** The list price of what an attempt used that started then. */
    public CallPrice price(AccountId account, Instant at, CallUsage used) {
        ListPrices prices = pricesOf(account, at);
        return new CallPrice(
                prices.of(
                        Quantity.requests(used.requests()),
                        Quantity.gbSeconds(BigInteger.valueOf(used.mibMillis())),
                        new Quantity(Meter.CPU_SECONDS, BigInteger.valueOf(used.cpuMicros())),
                        new Quantity(Meter.EGRESS_GB, BigInteger.valueOf(used.egressBytes()))),
                prices.book().id());
    }

    /** The list prices that hold for the account then. */
    public ListPrices pricesOf(AccountId account, Instant at) {
        return known.planOf(account, at).at(at);
    }

    /** The prices that hold for the account then. */
    public PriceBook bookOf(AccountId account, Instant at) {
        return pricesOf(account, at).book();
    }

    /** Of any book that has been or is in force; empty for one that is unknown. */
    public Optional<ListPrices> prices(String book) {
        return known.prices(book);
    }

    /**
     * What the account will be on, or will pay, next.
     *
     * @param from when that begins
     */
    public record Change(Instant from, Plan plan) {}

    /** The first change behind that moment that is known by now. */
    public Optional<Change> next(AccountId account, Instant at) {
        return known.nextChange(account, at).map(from -> new Change(from, of(account, from)));
    }

    /** What the account is on then. */
    public Plan of(AccountId account, Instant at) {
        PlanSnapshot.Offered plan = known.planOf(account, at);
        return new Plan(plan.terms(), plan.at(at).book());
    }

    /** What the account's usage may cost a month at most by its plan; null for no such end. */
    public @Nullable Money hardCapOf(AccountId account, Instant at) {
        return known.planOf(account, at).terms().hardCap();
    }

    /** From now on this is what holds. */
    public void become(PlanSnapshot newer) {
        known = newer;
    }
}
