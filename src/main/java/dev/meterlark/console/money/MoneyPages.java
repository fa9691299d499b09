package dev.meterlark.console.money;

import dev.meterlark.account.Accounts;
import dev.meterlark.account.Page;
import dev.meterlark.billing.PlanTerms;
import dev.meterlark.billing.operator.AccountAdjustments;
import dev.meterlark.billing.operator.AccountMoney;
import dev.meterlark.billing.operator.AccountsMoney;
import dev.meterlark.billing.operator.ParkedAccounts;
import dev.meterlark.billing.operator.Revenue;
import dev.meterlark.billing.payment.Payment;
import dev.meterlark.billing.payment.Payments;
import dev.meterlark.billing.payment.Receivable;
import dev.meterlark.billing.payment.Receivables;
import dev.meterlark.billing.plan.Assignments;
import dev.meterlark.billing.plan.OfferedPlans;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.UUID;

/** The operator's money: what is unpaid, what months came to, and one account's books. */
@Room
@RequestMapping("/operator/money")
class MoneyPages {

    private final Accounts accounts;
    private final AccountsMoney money;
    private final Receivables receivables;
    private final Payments payments;
    private final Revenue revenue;
    private final ParkedAccounts parked;
    private final AccountAdjustments adjustments;
    private final Assignments assignments;
    private final OfferedPlans plans;
    private final InstantSource clock;

    MoneyPages(
            Accounts accounts,
            AccountsMoney money,
            Receivables receivables,
            Payments payments,
            Revenue revenue,
            ParkedAccounts parked,
            AccountAdjustments adjustments,
            Assignments assignments,
            OfferedPlans plans,
            InstantSource clock) {
        this.accounts = accounts;
        this.money = money;
        this.receivables = receivables;
        this.payments = payments;
        this.revenue = revenue;
        this.parked = parked;
        this.adjustments = adjustments;
        this.assignments = assignments;
        this.plans = plans;
        this.clock = clock;
    }

    @GetMapping
    @Access(Permission.OPERATE)
    String all(
            @RequestParam(required = false) @Nullable String unpaid,
            @RequestParam(required = false) @Nullable String waiting,
            @RequestParam(required = false) @Nullable String cursor,
            Model model) {
        LocalDate today = receivables.day(clock.instant());
        Page<Receivable> owed = receivables.unpaid(unpaid, 20);
        Page<AccountMoney> page = money.list(cursor, 20);
        Page<ParkedAccounts.Parked> months = parked.list(waiting, 20);
        model.addAttribute(
                "aging", receivables.aging(today).stream().map(MoneyRow.Aging::of).toList());
        model.addAttribute(
                "unpaid",
                owed.items().stream()
                        .map(
                                each ->
                                        MoneyRow.Unpaid.of(
                                                each,
                                                accounts.identity(each.account()).name(),
                                                today))
                        .toList());
        model.addAttribute("nextUnpaid", owed.nextCursor());
        model.addAttribute(
                "months", revenue.months(null, null).stream().map(MoneyRow.Month::of).toList());
        model.addAttribute("parked", months.items().stream().map(MoneyRow.Parked::of).toList());
        model.addAttribute("nextParked", months.nextCursor());
        model.addAttribute("accounts", page.items().stream().map(MoneyRow.Account::of).toList());
        model.addAttribute("next", page.nextCursor());
        return "money/operator-money";
    }

    @GetMapping("/{account}")
    @Access(Permission.OPERATE)
    String one(
            @PathVariable UUID account,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String payment,
            Model model) {
        AccountId id = new AccountId(account);
        LocalDate today = receivables.day(clock.instant());
        Page<Receivable> invoices = receivables.of(id, cursor, 20);
        Page<Payment> entries = payments.list(id, payment, 20);
        model.addAttribute("id", account.toString());
        model.addAttribute("name", accounts.identity(id).name());
        model.addAttribute(
                "balances", money.balances(id).stream().map(MoneyRow.Balance::of).toList());
        model.addAttribute(
                "invoices",
                invoices.items().stream().map(i -> MoneyRow.Unpaid.of(i, "", today)).toList());
        model.addAttribute("next", invoices.nextCursor());
        model.addAttribute("payments", entries.items().stream().map(MoneyRow.Entry::of).toList());
        model.addAttribute(
                "debits", adjustments.debits(id).stream().map(MoneyRow.Debit::of).toList());
        model.addAttribute("nextPayment", entries.nextCursor());
        Instant now = clock.instant();
        model.addAttribute(
                "assigned",
                assignments.list(id, null, 50).items().stream()
                        .map(each -> BookRow.Assigned.of(each, now))
                        .toList());
        model.addAttribute(
                "plans", plans.list(null, 100).items().stream().map(PlanTerms::id).toList());
        return "money/operator-account";
    }
}
