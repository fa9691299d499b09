package dev.meterlark.billing.plan;

import dev.meterlark.account.AccountClosed;
import dev.meterlark.account.AccountOpened;
import dev.meterlark.account.Accounts;
import dev.meterlark.account.AuditLog;
import dev.meterlark.account.Page;
import dev.meterlark.billing.BillingProperties;
import dev.meterlark.billing.PlanTerms;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;
import dev.meterlark.shared.Caller;

import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * Which account is on which plan from when; for the operator. What is past stays as it was; what is
 * to come may be withdrawn.
 */
@Service
@Transactional
public class Assignments {

    private static final String BILLING = "billing";

    private final AssignmentRows rows;
    private final BookRows books;
    private final PlanRows plans;
    private final ChangeRows changes;
    private final Accounts accounts;
    private final BillingProperties properties;
    private final AuditLog audit;
    private final InstantSource clock;

    Assignments(
            AssignmentRows rows,
            BookRows books,
            PlanRows plans,
            ChangeRows changes,
            Accounts accounts,
            BillingProperties properties,
            AuditLog audit,
            InstantSource clock) {
        this.rows = rows;
        this.books = books;
        this.plans = plans;
        this.changes = changes;
        this.accounts = accounts;
        this.properties = properties;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @param from a whole hour that every node knows of in time; left out for the first such
     */
    public record Wish(@Nullable String plan, @Nullable String from, @Nullable String reason) {}

    /** The history and what is to come, in order. */
    @Transactional(readOnly = true)
    public Page<Assignment> list(
            AccountId account, @Nullable String cursor, @Nullable Integer limit) {
        accounts.identity(account); // refuses one that is not there
        Stretch stretch = Stretch.of(cursor, limit);
        List<Assignment> found =
                rows.of(account).stream()
                        .filter(each -> each.from().toString().compareTo(stretch.after()) > 0)
                        .limit(stretch.most() + 1L)
                        .toList();
        return new Page<>(
                stretch.items(found), stretch.nextCursor(found, each -> each.from().toString()));
    }

    public Assignment assign(Caller operator, AccountId account, Wish wish) {
        String reason = Typed.line("reason", wish.reason(), 200);
        String id = Typed.id("plan", wish.plan());
        accounts.lockedLimits(account); // refuses one that is not there
        changes.count();
        PlanTerms plan = plans.find(id).orElseThrow(OfferedPlans::unknown);
        Assignment assignment = begun(account, plan, wish.from(), reason, operator);
        audit.recordOfOperator(
                operator,
                account,
                "plan.assigned",
                "account:" + account,
                Map.of("plan", id, "from", assignment.from().toString(), "reason", reason));
        return assignment;
    }

    /** By the account itself, from the first hour that every node knows of in time. */
    Assignment choose(Caller caller, PlanTerms plan) {
        AccountId account = caller.account();
        accounts.lockedLimits(account);
        changes.count();
        Assignment chosen = begun(account, plan, null, "Chosen by the account", caller);
        audit.record(
                caller,
                "plan.chosen",
                "account:" + account,
                Map.of("plan", plan.id(), "from", chosen.from().toString()));
        return chosen;
    }

    private Assignment begun(
            AccountId account, PlanTerms plan, @Nullable String wanted, String reason, Caller by) {
        Instant now = clock.instant();
        Instant from = begin(wanted, now);
        refuseWithoutPrices(plan, from);
        List<Assignment> there = rows.of(account);
        refuseInTheWay(there, from);
        refuseOtherCurrency(there, plan, from);
        Assignment assignment = new Assignment(from, plan.id(), reason, by.subject(), now);
        rows.insert(account, assignment);
        return assignment;
    }

    /** One whose hour has not come. */
    public void withdraw(Caller operator, AccountId account, String from) {
        accounts.lockedLimits(account);
        changes.count();
        Instant begin = Typed.instantOrNull("from", from);
        if (begin == null || rows.of(account).stream().noneMatch(a -> a.from().equals(begin))) {
            throw Refusals.unknown("nothing is to change with that hour");
        }
        if (!begin.isAfter(clock.instant())) {
            throw Refusals.conflict(
                    "the account has been on that plan since %s; assign another instead"
                            .formatted(begin));
        }
        rows.delete(account, begin);
        audit.recordOfOperator(
                operator,
                account,
                "plan.change-withdrawn",
                "account:" + account,
                Map.of("from", begin.toString()));
    }

    private Instant begin(@Nullable String text, Instant now) {
        Instant soonest = properties.soonest(now);
        Instant wanted = Typed.instantOrNull("from", text);
        Instant from = wanted == null ? soonest : wanted;
        if (!BillingPeriod.isWholeHour(from) || from.isBefore(soonest)) {
            throw Refusals.invalid(
                    "from must be a whole hour of UTC, %s at the soonest, was: %s"
                            .formatted(soonest, from));
        }
        return from;
    }

    private void refuseWithoutPrices(PlanTerms plan, Instant from) {
        boolean priced = books.publishedOf(plan.id()).stream().anyMatch(b -> b.inForce(from));
        if (!priced) {
            throw Refusals.conflict(
                    "plan %s has no prices at %s; publish a price book that holds by then"
                            .formatted(plan.id(), from));
        }
    }

    private static void refuseInTheWay(List<Assignment> there, Instant from) {
        if (there.stream().anyMatch(each -> each.plan() == null)) {
            throw Refusals.conflict("the account is closed");
        }
        if (there.stream().anyMatch(each -> each.from().equals(from))) {
            throw Refusals.conflict(
                    "its plan changes at %s already; withdraw that, or choose another hour"
                            .formatted(from));
        }
    }

    /** An invoice is in one currency. */
    private void refuseOtherCurrency(List<Assignment> there, PlanTerms plan, Instant from) {
        BillingPeriod month = BillingPeriod.at(from, properties.zone());
        boolean other =
                there.stream()
                        .filter(each -> !each.from().equals(month.from()))
                        .map(Assignment::plan)
                        .anyMatch(each -> each != null && !inSameCurrency(each, plan));
        if (other && !from.equals(month.from())) {
            throw Refusals.conflict(
                    "plan %s is in another currency, so it begins with a month: %s, say"
                            .formatted(plan.id(), month.to()));
        }
    }

    private boolean inSameCurrency(String plan, PlanTerms other) {
        return plans.find(plan).orElseThrow().currency().equals(other.currency());
    }

    /** With the hour in which it was opened. */
    @EventListener
    public void on(AccountOpened event) {
        Instant hour = event.at().truncatedTo(ChronoUnit.HOURS);
        rows.insert(
                event.account(),
                new Assignment(hour, properties.defaultPlan(), "New account", BILLING, event.at()));
    }

    /** What it uses up to the end is billed; a fee is not. */
    @EventListener
    public void on(AccountClosed event) {
        Instant now = clock.instant();
        Instant from = properties.soonest(now);
        changes.count();
        List<Assignment> there = rows.of(event.account());
        there.stream()
                .map(Assignment::from)
                .filter(each -> !each.isBefore(from))
                .forEach(each -> rows.delete(event.account(), each));
        rows.insert(event.account(), new Assignment(from, null, "Account closed", BILLING, now));
    }
}
