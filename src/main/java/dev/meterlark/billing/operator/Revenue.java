package dev.meterlark.billing.operator;

import dev.meterlark.billing.payment.Receivables;
import dev.meterlark.billing.payment.Receivables.Takings;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What months came to, each currency by itself. */
@Service
@Transactional(readOnly = true)
public class Revenue {

    private static final int USUAL = 12;
    private static final int MOST = 60;

    private final InvoicedRows invoiced;
    private final Receivables receivables;
    private final InstantSource clock;

    Revenue(InvoicedRows invoiced, Receivables receivables, InstantSource clock) {
        this.invoiced = invoiced;
        this.receivables = receivables;
        this.clock = clock;
    }

    private record Key(YearMonth month, String currency) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            return Comparator.comparing(Key::month)
                    .thenComparing(Key::currency)
                    .compare(this, other);
        }
    }

    /**
     * The newest first. A month in which nothing happened in a currency is not there.
     *
     * @param from {@code 2026-01}; null for a year before the last
     * @param to is in it; null for the running month
     */
    public List<RevenueMonth> months(@Nullable String from, @Nullable String to) {
        YearMonth last =
                to == null ? YearMonth.from(receivables.day(clock.instant())) : parse("to", to);
        YearMonth first = from == null ? last.minusMonths(USUAL - 1) : parse("from", from);
        if (first.isAfter(last) || first.plusMonths(MOST).compareTo(last) <= 0) {
            throw refused(
                    "from and to must be months in order, at most %d, was: from %s, to %s"
                            .formatted(MOST, first, last));
        }
        Map<Key, RevenueMonth> months = new TreeMap<>(Comparator.reverseOrder());
        for (InvoicedRows.Invoiced each : invoiced.months(first, last)) {
            months.put(key(each.month(), each.currency()), month(each));
        }
        for (Takings each : receivables.takings(first, last)) {
            months.merge(key(each.month(), each.currency()), month(each), Revenue::together);
        }
        return List.copyOf(months.values());
    }

    private static Key key(YearMonth month, Currency currency) {
        return new Key(month, currency.getCurrencyCode());
    }

    private static RevenueMonth month(InvoicedRows.Invoiced of) {
        Money none = Money.zero(of.currency());
        return new RevenueMonth(
                of.month(),
                new Money(of.net(), of.currency()),
                new Money(of.tax(), of.currency()),
                new Money(of.gross(), of.currency()),
                new Money(of.corrected(), of.currency()),
                none,
                none,
                none);
    }

    private static RevenueMonth month(Takings of) {
        Money none = Money.zero(of.currency());
        return new RevenueMonth(
                of.month(),
                none,
                none,
                none,
                none,
                money(of.received(), of.currency()),
                money(of.reversed(), of.currency()),
                money(of.refunded(), of.currency()));
    }

    private static Money money(BigDecimal amount, Currency currency) {
        return new Money(amount, currency);
    }

    /** What was invoiced of the one, what came in of the other. */
    private static RevenueMonth together(RevenueMonth invoiced, RevenueMonth taken) {
        return new RevenueMonth(
                invoiced.month(),
                invoiced.net(),
                invoiced.tax(),
                invoiced.gross(),
                invoiced.corrected(),
                taken.received(),
                taken.reversed(),
                taken.refunded());
    }

    private static YearMonth parse(String name, String text) {
        try {
            YearMonth month = YearMonth.parse(text);
            if (month.getYear() >= 2000 && month.getYear() < 3000) {
                return month;
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw refused(
                "%s must be a month such as 2026-11, was: %s"
                        .formatted(name, text.length() <= 60 ? text : text.substring(0, 60) + "…"));
    }

    private static RefusedException refused(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
