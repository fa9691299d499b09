package dev.meterlark.billing.plan;

import dev.meterlark.billing.rating.Adjustments;
import dev.meterlark.billing.rating.Charge;
import dev.meterlark.billing.rating.CreditBalance;
import dev.meterlark.billing.rating.CreditUse;
import dev.meterlark.billing.rating.Discount;
import dev.meterlark.billing.rating.Line;
import dev.meterlark.billing.rating.Rated;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** What changes an account's invoices beside usage and prices, and what invoices make of it. */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class Adjusting {

    private static final String BILLING = "billing";

    private final CouponRows coupons;
    private final CreditRows credits;
    private final ChargeRows charges;
    private final BillingProfiles profiles;
    private final InstantSource clock;

    Adjusting(
            CouponRows coupons,
            CreditRows credits,
            ChargeRows charges,
            BillingProfiles profiles,
            InstantSource clock) {
        this.coupons = coupons;
        this.credits = credits;
        this.charges = charges;
        this.profiles = profiles;
        this.clock = clock;
    }

    /**
     * @param months that the invoice has segments of
     * @param currency of the invoice: amounts in others are left out
     */
    @Transactional(readOnly = true)
    public Adjustments of(AccountId account, Collection<YearMonth> months, Currency currency) {
        return new Adjustments(
                discounts(account, new TreeSet<>(months), currency, coupons::taken),
                profiles.tax(account),
                balances(account, currency),
                charges.waiting(account, currency));
    }

    /**
     * The coupons of a month as if no invoice had taken anything of them, with the tax and the
     * credits of today, and without what the operator puts on an invoice.
     */
    @Transactional(readOnly = true)
    public Adjustments asIfUnbilled(AccountId account, YearMonth month, Currency currency) {
        return new Adjustments(
                discounts(
                        account,
                        new TreeSet<>(List.of(month)),
                        currency,
                        (_, _, _) -> BigDecimal.ZERO),
                profiles.tax(account),
                balances(account, currency));
    }

    /** What a month's invoices have taken of a coupon by now. */
    private interface Taken {

        BigDecimal of(AccountId account, CouponUseId use, YearMonth month);
    }

    private List<Discount> discounts(
            AccountId account, TreeSet<YearMonth> months, Currency currency, Taken taken) {
        List<Discount> discounts = new ArrayList<>();
        for (CouponUse use : coupons.usesOf(account)) {
            for (YearMonth month : months) {
                if (use.isIn(month)) {
                    discount(account, use, month, currency, taken).ifPresent(discounts::add);
                }
            }
        }
        return discounts;
    }

    private Optional<Discount> discount(
            AccountId account, CouponUse use, YearMonth month, Currency currency, Taken taken) {
        Coupon coupon = use.coupon();
        BigDecimal percent = coupon.percent();
        Money amount = coupon.amount();
        String id = use.id().toString();
        if (percent != null) {
            return Optional.of(new Discount.Percent(id, coupon.name(), month, percent));
        }
        if (amount == null || !amount.currency().equals(currency)) {
            return Optional.empty();
        }
        BigDecimal left = amount.amount().subtract(taken.of(account, use.id(), month));
        return left.signum() <= 0
                ? Optional.empty()
                : Optional.of(
                        new Discount.Amount(id, coupon.name(), month, new Money(left, currency)));
    }

    private List<CreditBalance> balances(AccountId account, Currency currency) {
        Instant now = clock.instant();
        return credits.of(account).stream()
                .filter(each -> each.remaining().amount().signum() > 0 && !each.expired(now))
                .filter(each -> each.remaining().currency().equals(currency))
                .map(
                        each ->
                                new CreditBalance(
                                        each.id().toString(), each.description(), each.remaining()))
                .toList();
    }

    /**
     * In the transaction that finalises the invoice: what discounts took off and credits paid is
     * gone with it.
     *
     * @throws OptimisticLockingFailureException when a credit has less by now; rate again
     */
    public void taken(AccountId account, String invoice, Rated rated) {
        takenOff(rated)
                .forEach(
                        (key, amount) ->
                                coupons.insertDiscount(
                                        account, key.use(), invoice, key.month(), amount));
        credits.lock(account);
        rated.credits().forEach(use -> pay(account, invoice, use));
        rated.charges().forEach(charge -> bill(account, invoice, charge));
    }

    private void bill(AccountId account, String invoice, Charge charge) {
        if (!charges.billed(account, charge, invoice)) {
            throw new OptimisticLockingFailureException(
                    "charge %s is on another invoice than %s".formatted(charge.id(), invoice));
        }
    }

    private record OfMonth(CouponUseId use, YearMonth month) {}

    private static Map<OfMonth, BigDecimal> takenOff(Rated rated) {
        return rated.lines().stream()
                .filter(line -> line.discount() != null)
                .collect(
                        Collectors.toMap(
                                Adjusting::ofMonth,
                                line -> line.amount().amount().negate(),
                                BigDecimal::add));
    }

    private static OfMonth ofMonth(Line line) {
        return new OfMonth(
                new CouponUseId(UUID.fromString(String.valueOf(line.discount()))),
                line.segment().period().month());
    }

    private void pay(AccountId account, String invoice, CreditUse use) {
        CreditId id = CreditId.parse(use.credit().id());
        Money left = credits.find(account, id).orElseThrow().remaining();
        if (left.amount().compareTo(use.amount().amount()) < 0) {
            throw new OptimisticLockingFailureException(
                    "credit %s has %s left, and invoice %s is to take %s of it"
                            .formatted(id, left, invoice, use.amount()));
        }
        credits.insert(
                account,
                new CreditEntry(
                        id,
                        CreditEntry.Kind.USED,
                        use.amount().amount().negate(),
                        invoice,
                        "Paid invoice " + invoice,
                        BILLING,
                        clock.instant()));
    }

    /** In the transaction that makes the invoice void; a second time it does nothing. */
    public void givenBack(AccountId account, String invoice) {
        coupons.giveBack(account, invoice);
        charges.giveBack(account, invoice);
        credits.lock(account);
        credits.held(account, invoice)
                .forEach(
                        held ->
                                credits.insert(
                                        account,
                                        new CreditEntry(
                                                held.credit(),
                                                CreditEntry.Kind.RETURNED,
                                                held.amount(),
                                                invoice,
                                                "Invoice %s is void".formatted(invoice),
                                                BILLING,
                                                clock.instant())));
    }
}
