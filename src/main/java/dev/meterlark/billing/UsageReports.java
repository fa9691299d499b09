package dev.meterlark.billing;

import dev.meterlark.billing.rating.Quantity;
import dev.meterlark.metering.Usage;
import dev.meterlark.metering.UsageGrouping;
import dev.meterlark.metering.UsageKey;
import dev.meterlark.metering.UsageTotal;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.util.Currency;
import java.util.List;
import java.util.Set;

/**
 * Usage with its price. A call counts some tenths of a second after its answer, in the day and
 * month in which it started.
 */
@Service
@Transactional(readOnly = true)
public class UsageReports {

    /** 1024 MiB and 1000 ms: 10 and 3 digits, and no more, make it exact. */
    private static final int GB_SECOND_DIGITS = 13;

    private final Usage usage;

    UsageReports(Usage usage) {
        this.usage = usage;
    }

    /** By function name, then day; one item for all when grouped by nothing. */
    public UsageReport of(AccountId account, UsageRange range, Set<UsageGrouping> by) {
        List<UsageTotal> totals = usage.totals(account, range.from(), range.to(), by);
        UsageTotal sum =
                totals.stream()
                        .filter(each -> each.price().currency().equals(currency(totals)))
                        .reduce(nothing(currency(totals)), UsageTotal::plus);
        return new UsageReport(range, totals.stream().map(UsageReports::item).toList(), item(sum));
    }

    private static UsageReport.Item item(UsageTotal used) {
        Quantity memory = Quantity.gbSeconds(used.mibMillis().toBigIntegerExact());
        return new UsageReport.Item(used, memory.units().rounded(GB_SECOND_DIGITS));
    }

    /** What was paid in another before it is no part of the sum. */
    private static Currency currency(List<UsageTotal> totals) {
        return totals.isEmpty()
                ? ProductPlans.PAYG.currency()
                : totals.getLast().price().currency();
    }

    private static UsageTotal nothing(Currency currency) {
        return UsageTotal.nothing(UsageKey.ALL, Money.zero(currency));
    }
}
