package dev.meterlark.billing.budget;

import dev.meterlark.billing.Plans;
import dev.meterlark.billing.PricedBy;
import dev.meterlark.billing.rating.ListPrices;
import dev.meterlark.billing.rating.Quantity;
import dev.meterlark.metering.BillableUsage;
import dev.meterlark.metering.Metered;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Today against the usual day: told once a day, to all whom the budget's alerts go to. */
@Component
class DayWatch {

    private static final Duration BACK = Duration.ofDays(36);

    /** What does not even come to a part of the budget in a day is no matter. */
    private static final BigDecimal LEAST_PART = new BigDecimal("0.01");

    private static final BigDecimal LEAST = BigDecimal.ONE;

    private final BillableUsage usage;
    private final Plans plans;
    private final UnusualDays unusual;
    private final Telling telling;
    private final TransactionTemplate transaction;
    private final JsonMapper json;

    DayWatch(
            BillableUsage usage,
            Plans plans,
            UnusualDays unusual,
            Telling telling,
            PlatformTransactionManager transactions,
            JsonMapper json) {
        this.usage = usage;
        this.plans = plans;
        this.unusual = unusual;
        this.telling = telling;
        this.transaction = new TransactionTemplate(transactions);
        this.json = json;
    }

    void look(AccountId account, Budget budget, Instant now) {
        LocalDate today = UnusualDays.day(now);
        if (budget.alerts().isEmpty() || unusual.isTold(account, today)) {
            return;
        }
        ListPrices prices = plans.pricesOf(account, now);
        Map<LocalDate, BigDecimal> amounts = amounts(account, prices, today, now);
        BigDecimal usual = Usual.exceeded(today, amounts, least(budget));
        if (usual != null) {
            Currency currency = prices.book().currency();
            BigDecimal amount = Objects.requireNonNull(amounts.get(today));
            tell(
                    account,
                    budget,
                    new UnusualDay(today, new Money(amount, currency), new Money(usual, currency)),
                    now);
        }
    }

    private static BigDecimal least(Budget budget) {
        Money base = budget.base();
        return base == null || base.amount().signum() == 0
                ? LEAST
                : base.amount().multiply(LEAST_PART);
    }

    private Map<LocalDate, BigDecimal> amounts(
            AccountId account, ListPrices prices, LocalDate today, Instant now) {
        Instant from = today.atStartOfDay(ZoneOffset.UTC).toInstant().minus(BACK);
        Map<LocalDate, BigDecimal> amounts = new HashMap<>();
        for (Metered each : usage.of(account, from, now)) {
            Money price = prices.of(new Quantity(PricedBy.of(each.meter()), each.amount()));
            amounts.merge(UnusualDays.day(each.hour()), price.amount(), BigDecimal::add);
        }
        return amounts;
    }

    private void tell(AccountId account, Budget budget, UnusualDay day, Instant now) {
        try {
            transaction.executeWithoutResult(
                    _ -> {
                        DurableSteps.commit("budget.warned");
                        unusual.insert(account, day, now);
                        telling.tell(account, news(day), everybody(budget), now);
                    });
        } catch (DuplicateKeyException e) {
            // Another node was faster.
        }
    }

    private Telling.News news(UnusualDay day) {
        ObjectNode data = json.createObjectNode();
        data.put("day", day.day().toString());
        data.put("amount", day.amount().plainAmount());
        data.put("usual", day.usual().plainAmount());
        data.put("currency", day.amount().currency().getCurrencyCode());
        return new Telling.News(
                "dev.meterlark.budget.unusual-day",
                data,
                "Usage of %s is far above what is usual".formatted(day.day()),
                """
                The usage of %s comes to %s so far, at list prices; such a day usually comes to %s.

                If that is not what you expect, look at /api/v1/usage, or set a cap by /api/v1/budgets.
                """
                        .formatted(day.day(), day.amount().rounded(), day.usual().rounded()));
    }

    private static Telling.Receivers everybody(Budget budget) {
        Set<String> emails = new HashSet<>();
        Set<URI> webhooks = new HashSet<>();
        boolean event = false;
        for (Budget.Alert each : budget.alerts()) {
            emails.addAll(each.emails());
            URI webhook = each.webhook();
            if (webhook != null) {
                webhooks.add(webhook);
            }
            event = event || each.event();
        }
        return new Telling.Receivers(emails, webhooks, event);
    }
}
