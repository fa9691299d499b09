package dev.meterlark.billing.cost;

import dev.meterlark.billing.Plans;
import dev.meterlark.billing.rating.ListPrices;
import dev.meterlark.billing.rating.Meter;
import dev.meterlark.billing.rating.Quantity;
import dev.meterlark.invocation.CallUsage;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.metering.Attempts;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.RefusedException;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;

/** What single calls cost, and what of it each meter. */
@Service
@Transactional(readOnly = true)
public class CallCosts {

    private final Attempts attempts;
    private final Plans plans;

    CallCosts(Attempts attempts, Plans plans) {
        this.attempts = attempts;
        this.plans = plans;
    }

    /**
     * @param parts by the meters that have a price; empty for an attempt that is free, and where
     *     nobody knows the price book any more
     * @param init the part of the memory's that was for loading the function
     */
    public record AttemptCost(InvocationRecord attempt, List<MeterCost> parts, Money init) {

        public AttemptCost {
            parts = List.copyOf(parts);
        }
    }

    /**
     * @param price at the first step that is paid, as the caller was told
     */
    public record MeterCost(Quantity quantity, Money price) {}

    /**
     * All attempts, the first one first.
     *
     * @throws RefusedException when the account has no such call, or none of it is in the ledger
     *     yet
     */
    public List<AttemptCost> of(AccountId account, InvocationId invocation) {
        List<InvocationRecord> all = attempts.all(account, invocation);
        if (all.isEmpty()) {
            throw new RefusedException(
                    ErrorCode.NOT_FOUND, "there is no such invocation in this account");
        }
        return all.stream().map(this::cost).toList();
    }

    private AttemptCost cost(InvocationRecord attempt) {
        Money nothing = Money.zero(attempt.price().currency());
        if (!attempt.billable()) {
            return new AttemptCost(attempt, List.of(), nothing);
        }
        return plans.prices(attempt.priceBook())
                .map(
                        prices ->
                                new AttemptCost(
                                        attempt,
                                        parts(CallUsage.of(attempt), prices),
                                        LoadingCost.of(
                                                prices.book(), LoadingCost.mibMicros(attempt))))
                .orElseGet(() -> new AttemptCost(attempt, List.of(), nothing));
    }

    private static List<MeterCost> parts(CallUsage used, ListPrices prices) {
        return Stream.of(
                        quantity(Meter.REQUESTS, used.requests()),
                        quantity(Meter.GB_SECONDS, used.mibMillis()),
                        quantity(Meter.CPU_SECONDS, used.cpuMicros()),
                        quantity(Meter.EGRESS_GB, used.egressBytes()))
                .map(quantity -> new MeterCost(quantity, prices.of(quantity)))
                .toList();
    }

    private static Quantity quantity(Meter meter, long raw) {
        return new Quantity(meter, BigInteger.valueOf(raw));
    }
}
