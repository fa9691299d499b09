package dev.meterlark.billing.invoice;

import dev.meterlark.billing.rating.Adjustments;
import dev.meterlark.billing.rating.CreditBalance;
import dev.meterlark.billing.rating.Discount;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.billing.rating.Rated;
import dev.meterlark.billing.rating.Tax;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;
import dev.meterlark.shared.Money;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** What a test agrees with each account; credits are kept as they are used. */
final class TestAgreements implements Agreements {

    private static final Party SELLER =
            new Party(
                    "Plover Cloud GmbH",
                    List.of("Hafenstr. 7"),
                    "Hamburg",
                    "20457",
                    "DE",
                    "DE123456789",
                    "billing@plover.example",
                    "+49 40 1234567",
                    "HRB 1234 Hamburg",
                    null);

    private final Map<AccountId, NavigableMap<Instant, PriceBook>> books = new HashMap<>();
    private final Map<AccountId, Tax> taxes = new HashMap<>();
    private final Map<AccountId, List<Discount>> discounts = new HashMap<>();
    private final Map<AccountId, Money> credit = new HashMap<>();
    private final Map<InvoiceNumber, Money> used = new HashMap<>();

    /** From a whole hour on. */
    synchronized void book(AccountId account, Instant from, PriceBook book) {
        books.computeIfAbsent(account, _ -> new TreeMap<>()).put(from, book);
    }

    synchronized void tax(AccountId account, Tax tax) {
        taxes.put(account, tax);
    }

    synchronized Tax taxOf(AccountId account) {
        return taxes.getOrDefault(account, Tax.none(Tax.Category.O, "Not subject to tax"));
    }

    synchronized void discount(AccountId account, Discount discount) {
        discounts.computeIfAbsent(account, _ -> new ArrayList<>()).add(discount);
    }

    synchronized void credit(AccountId account, Money amount) {
        credit.put(account, amount);
    }

    synchronized Money creditOf(AccountId account) {
        return credit.getOrDefault(account, Money.zero(SamplePrices.USD));
    }

    @Override
    public synchronized List<Stretch> stretches(KnownAccount account, BillingPeriod period) {
        NavigableMap<Instant, PriceBook> all = Objects.requireNonNull(books.get(account.id()));
        List<Stretch> stretches = new ArrayList<>();
        Instant from = period.from();
        for (Instant next : all.subMap(period.from(), false, period.to(), false).keySet()) {
            stretches.add(
                    new Stretch(
                            from, next, Objects.requireNonNull(all.floorEntry(from)).getValue()));
            from = next;
        }
        stretches.add(
                new Stretch(
                        from,
                        period.to(),
                        Objects.requireNonNull(all.floorEntry(from)).getValue()));
        return stretches;
    }

    @Override
    public synchronized Adjustments adjustments(
            KnownAccount account, Set<YearMonth> months, Currency currency) {
        Money left = credit.get(account.id());
        return new Adjustments(
                discounts.getOrDefault(account.id(), List.of()),
                taxOf(account.id()),
                left == null || left.amount().signum() == 0
                        ? List.of()
                        : List.of(new CreditBalance("credit", "Prepaid", left)));
    }

    @Override
    public Parties parties(KnownAccount account) {
        return new Parties(
                SELLER,
                new Party(
                        account.name(),
                        List.of("1 Long Road"),
                        "Springfield",
                        "12345",
                        "US",
                        null,
                        "pay@%s.example".formatted(account.number()),
                        null,
                        null,
                        "PO 4711"),
                new Terms("DE02120300000000202051", "BYLADEM1001", "A bank", 14, "Pay in 14 days."),
                "en");
    }

    @Override
    public synchronized void taken(AccountId account, InvoiceNumber number, Rated rated) {
        BigDecimal amount = rated.credited().amount();
        if (amount.signum() != 0) {
            used.put(number, rated.credited());
            credit.computeIfPresent(
                    account,
                    (_, left) -> new Money(left.amount().subtract(amount), left.currency()));
        }
    }

    @Override
    public synchronized void givenBack(AccountId account, InvoiceNumber number) {
        Money back = used.remove(number);
        if (back != null) {
            credit.computeIfPresent(account, (_, left) -> left.plus(back));
        }
    }
}
