package dev.meterlark.billing.budget;

import dev.meterlark.billing.Plans;
import dev.meterlark.billing.rating.Fraction;
import dev.meterlark.platform.Columns;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.platform.Leases;
import dev.meterlark.platform.OfDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/**
 * Looks, on one node at a time, whose spending has passed a percentage, and whose day is unlike its
 * kind. That it is told and what is told are written together, so each is told once.
 */
@Component
class Alerting implements SchedulingConfigurer {

    private static final Logger LOG = LoggerFactory.getLogger(Alerting.class);
    private static final String LEASE = "budgets/alerts";
    private static final int CHUNK = 500;
    private static final Fraction HUNDRED = Fraction.of(100);

    private final BudgetRows rows;
    private final Standings standings;
    private final Books books;
    private final DayWatch days;
    private final Telling telling;
    private final Plans plans;
    private final Leases leases;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final InstantSource clock;
    private final BudgetProperties properties;

    Alerting(
            BudgetRows rows,
            Standings standings,
            Books books,
            DayWatch days,
            Telling telling,
            Plans plans,
            Leases leases,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            JsonMapper json,
            @OfDatabase InstantSource clock,
            BudgetProperties properties) {
        this.rows = rows;
        this.standings = standings;
        this.books = books;
        this.days = days;
        this.telling = telling;
        this.plans = plans;
        this.leases = leases;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.json = json;
        this.clock = clock;
        this.properties = properties;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(this::lookIfNobodyElseDoes, properties.alertEvery());
    }

    private void lookIfNobodyElseDoes() {
        try {
            leases.take(LEASE, properties.alertEvery().multipliedBy(10))
                    .ifPresent(
                            lease -> {
                                look();
                                leases.release(lease);
                            });
        } catch (RuntimeException e) {
            LOG.warn("budgets could not be looked at; again later", e);
        }
    }

    void look() {
        AccountId after = null;
        List<AccountId> chunk;
        do {
            chunk = rows.alerting(after, CHUNK);
            for (AccountId account : chunk) {
                try {
                    look(account);
                } catch (RuntimeException e) {
                    LOG.warn("the budget of account {} could not be looked at", account, e);
                }
                after = account;
            }
        } while (chunk.size() == CHUNK);
    }

    void look(AccountId account) {
        Budget budget = rows.find(account).orElse(Budget.NONE);
        Instant now = clock.instant();
        Money base = budget.base();
        boolean comparable =
                base != null && base.currency().equals(plans.bookOf(account, now).currency());
        if (base != null && comparable) {
            BillingPeriod period = books.periodAt(now);
            Fraction spent = standings.spent(account, period);
            for (Budget.Alert each : budget.alerts()) {
                if (isPassed(spent, base, each.percent())) {
                    tell(account, each, Standings.money(spent, base.currency()), base, period, now);
                }
            }
        }
        days.look(account, budget, now);
    }

    /** Of a base of nothing every percentage is passed with the first amount. */
    private static boolean isPassed(Fraction spent, Money base, int percent) {
        return spent.signum() > 0
                && spent.times(HUNDRED)
                                .compareTo(Fraction.of(base.amount()).times(Fraction.of(percent)))
                        >= 0;
    }

    private void tell(
            AccountId account,
            Budget.Alert alert,
            Money spent,
            Money base,
            BillingPeriod period,
            Instant now) {
        if (isTold(account, period, alert.percent())) {
            return;
        }
        try {
            transaction.executeWithoutResult(
                    _ -> {
                        DurableSteps.commit("budget.told");
                        told(account, period, alert.percent(), now);
                        telling.tell(account, news(alert, spent, base, period), to(alert), now);
                    });
        } catch (DuplicateKeyException e) {
            // Another node was faster.
        }
    }

    private boolean isTold(AccountId account, BillingPeriod period, int percent) {
        return jdbc.sql(
                        "select 1 from budget_alert_told where account_id = ? and period_at = ?"
                                + " and percent = ?")
                .params(account.value(), Columns.instant(period.from()), percent)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    private void told(AccountId account, BillingPeriod period, int percent, Instant now) {
        jdbc.sql(
                        "insert into budget_alert_told (account_id, period_at, percent, told_at)"
                                + " values (?, ?, ?, ?)")
                .params(
                        account.value(),
                        Columns.instant(period.from()),
                        percent,
                        Columns.instant(now))
                .update();
    }

    private Telling.News news(Budget.Alert alert, Money spent, Money base, BillingPeriod period) {
        ObjectNode data = json.createObjectNode();
        data.put("percent", alert.percent());
        data.put("spent", spent.plainAmount());
        data.put("of", base.plainAmount());
        data.put("currency", base.currency().getCurrencyCode());
        data.put("month", period.month().toString());
        String subject =
                "%d%% of the budget of %s is spent".formatted(alert.percent(), period.month());
        return new Telling.News(
                "dev.meterlark.budget.alert",
                data,
                subject,
                """
                The usage of %s costs %s so far, which is at least %d%% of %s.

                You asked to be told. What is said of budgets can be read and changed in the console and
                by /api/v1/budgets.
                """
                        .formatted(period.month(), shown(spent), alert.percent(), base));
    }

    private static Money shown(Money spent) {
        return spent.rounded();
    }

    private static Telling.Receivers to(Budget.Alert alert) {
        return new Telling.Receivers(
                Set.copyOf(alert.emails()), webhooks(alert.webhook()), alert.event());
    }

    private static Set<URI> webhooks(@Nullable URI webhook) {
        return webhook == null ? Set.of() : Set.of(webhook);
    }
}
