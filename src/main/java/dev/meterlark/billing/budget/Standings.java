package dev.meterlark.billing.budget;

import dev.meterlark.billing.Plans;
import dev.meterlark.billing.rating.Fraction;
import dev.meterlark.billing.rating.Meter;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;
import dev.meterlark.shared.Money;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;

/** How an account's month stands, for people. */
@Component
class Standings {

    private static final Duration LATELY = Duration.ofDays(7);

    private final Months months;
    private final Books books;
    private final SpendRead ledger;
    private final KnownCaps known;
    private final Plans plans;
    private final Stops stops;
    private final UnusualDays unusual;

    Standings(
            @Qualifier("spendMonths") Months months,
            Books books,
            SpendRead ledger,
            KnownCaps known,
            Plans plans,
            Stops stops,
            UnusualDays unusual) {
        this.months = months;
        this.books = books;
        this.ledger = ledger;
        this.known = known;
        this.plans = plans;
        this.stops = stops;
        this.unusual = unusual;
    }

    BudgetView of(AccountId account, Budget budget, Instant now) {
        BillingPeriod period = books.periodAt(now);
        Currency currency = plans.bookOf(account, now).currency();
        SpendRead once = new ReadOnce(ledger);
        Fraction spent = spent(account, period, once);
        Stretch stretch = months.stretchAt(account, now);
        Money any = Money.zero(currency);
        Facts facts = months.by(once).facts(account, any, stretch, List.of(), 0, now);
        StopRows.Stop stop = stops.open(account);
        return new BudgetView(
                budget,
                known.lower(budget.cap(), account, now),
                period,
                money(spent, currency),
                money(facts.with(Quantities.NOTHING).minus(spent).max(Fraction.ZERO), currency),
                money(forecast(account, facts, now), currency),
                stop == null ? null : stop.stoppedAt(),
                unusual.of(account, period));
    }

    /** What usage up to now costs, what is included first. */
    Fraction spent(AccountId account, BillingPeriod period) {
        return spent(account, period, ledger);
    }

    private Fraction spent(AccountId account, BillingPeriod period, SpendRead read) {
        return books.of(account, period).stream()
                .map(each -> new Charged(each, read.soFar(account, each.from(), each.to())).now())
                .reduce(Fraction.ZERO, Fraction::plus);
    }

    /** By the hours that are over, of a week; of one that is younger, by all of them. */
    private Fraction forecast(AccountId account, Facts facts, Instant now) {
        Map<Meter, BigInteger> lately = ledger.soFar(account, now.minus(LATELY), now);
        return Forecast.of(
                facts.stretches().stream().map(Facts.Standing::charged).toList(),
                lately,
                LATELY,
                now);
    }

    static Money money(Fraction amount, Currency currency) {
        return new Money(amount.precise(), currency);
    }
}
