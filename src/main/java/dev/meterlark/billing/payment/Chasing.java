package dev.meterlark.billing.payment;

import dev.meterlark.billing.payment.Receivable.Chase;
import dev.meterlark.billing.payment.Receivable.State;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** When the next step is due, and whether an account may come back. */
@Component
class Chasing {

    private final DunningPlan plan;
    private final ZoneId zone;
    private final PaymentAccountRows accounts;
    private final ReceivableRows receivables;
    private final Standing standing;
    private final Notices notices;

    Chasing(
            DunningProperties properties,
            BillingDays days,
            PaymentAccountRows accounts,
            ReceivableRows receivables,
            Standing standing,
            Notices notices) {
        this.plan = properties.plan();
        this.zone = days.zone();
        this.accounts = accounts;
        this.receivables = receivables;
        this.standing = standing;
        this.notices = notices;
    }

    LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, zone);
    }

    DunningPlan plan() {
        return plan;
    }

    /** Of an invoice that was just issued. */
    Chase first(LocalDate due, boolean owed) {
        return new Chase(
                false, null, null, 1, 0, null, owed ? plan.next(due, 0, null, null) : null);
    }

    /** It is owed again, from today on: whoever paid once is not suspended without a word. */
    Chase again(Receivable paid, LocalDate today) {
        Chase before = paid.chase();
        LocalDate from = paid.due().isAfter(today) ? paid.due() : today;
        LocalDate next = rests(before) ? null : plan.next(from, 0, null, before.postponedTo());
        return chase(before, before.round() + 1, 0, null, next);
    }

    /** With the next step's day as the plan has it, or none while it is let be. */
    Chase planned(Receivable of, Chase chase) {
        LocalDate next =
                rests(chase) || of.state() != State.OPEN
                        ? null
                        : plan.next(of.due(), chase.step(), chase.steppedOn(), chase.postponedTo());
        return chase(chase, chase.round(), chase.step(), chase.steppedOn(), next);
    }

    /** As before the suspension, when that was the last step: it is taken again. */
    Chase unsuspended(Chase chase) {
        int last = chase.step() - 1;
        boolean suspended =
                last >= 0
                        && last < plan.steps().size()
                        && plan.step(last).kind() == DunningPlan.Kind.SUSPENSION;
        return suspended ? chase(chase, chase.round() + 1, last, null, null) : chase;
    }

    private static boolean rests(Chase chase) {
        return chase.disputed() || chase.exemptBecause() != null;
    }

    /** Nothing more is done. */
    static Chase still(Chase chase) {
        return chase(chase, chase.round(), chase.step(), chase.steppedOn(), null);
    }

    private static Chase chase(
            Chase of, int round, int step, @Nullable LocalDate on, @Nullable LocalDate next) {
        return new Chase(
                of.disputed(), of.exemptBecause(), of.postponedTo(), round, step, on, next);
    }

    /**
     * Under the account's lock: it comes back when it was suspended for what it owed and nothing is
     * overdue any more.
     */
    void settled(AccountId account, Instant now) {
        boolean stopped = accounts.lock(account).map(PaymentAccount::stoppedAt).isPresent();
        if (stopped && !receivables.anyOverdue(account, day(now))) {
            accounts.stopped(account, null);
            if (standing.reopen(account, "all that was overdue is paid")) {
                notices.reopened(account, now);
            }
        }
    }
}
