package dev.meterlark.billing.payment;

import dev.meterlark.billing.payment.DunningPlan.Step;
import dev.meterlark.billing.payment.Receivable.Chase;
import dev.meterlark.billing.payment.Receivable.State;
import dev.meterlark.platform.DurableSteps;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;

/**
 * Takes one step about one invoice: the row of the step, the notice in the outbox and the
 * suspension are there together or not at all. Looked at again under the account's lock, so that
 * two nodes take it once, and nobody is suspended for what was just paid.
 */
@Component
class DunningStep {

    private final Books books;
    private final ReceivableRows receivables;
    private final PaymentAccountRows accounts;
    private final DunningRows steps;
    private final CollectionRows collections;
    private final Errands errands;
    private final Notices notices;
    private final Chasing chasing;
    private final Standing standing;
    private final DunningProperties properties;
    private final TransactionTemplate transaction;

    DunningStep(
            Books books,
            ReceivableRows receivables,
            PaymentAccountRows accounts,
            DunningRows steps,
            CollectionRows collections,
            Errands errands,
            Notices notices,
            Chasing chasing,
            Standing standing,
            DunningProperties properties,
            PlatformTransactionManager transactions) {
        this.books = books;
        this.receivables = receivables;
        this.accounts = accounts;
        this.steps = steps;
        this.collections = collections;
        this.errands = errands;
        this.notices = notices;
        this.chasing = chasing;
        this.standing = standing;
        this.properties = properties;
        this.transaction = new TransactionTemplate(transactions);
    }

    void take(Receivable candidate, Instant now) {
        transaction.executeWithoutResult(_ -> takeLocked(candidate, now));
    }

    private void takeLocked(Receivable candidate, Instant now) {
        Receivable of = books.lock(candidate.account(), candidate.invoice());
        LocalDate today = chasing.day(now);
        LocalDate next = chasing.planned(of, of.chase()).next();
        if (of.state() != State.OPEN || next == null || next.isAfter(today)) {
            receivables.update(of.with(chasing.planned(of, of.chase())));
            return;
        }
        DurableSteps.commit("dunning.step");
        Step step = chasing.plan().step(of.chase().step());
        switch (step.kind()) {
            case REMINDER -> remind(of, today, now);
            case SUSPENSION -> suspend(of, today, now);
        }
    }

    private void remind(Receivable of, LocalDate today, Instant now) {
        int number = of.chase().step() + 1;
        int reminders =
                (int)
                        chasing.plan().steps().stream()
                                .filter(each -> each.kind() == DunningPlan.Kind.REMINDER)
                                .count();
        Receivable after = of.with(taken(of, today));
        boolean mailed = notices.reminder(of, number, reminders, whatIsNext(after.chase()), now);
        if (collections.any(of.account(), of.invoice())) {
            errands.put(of.account(), new Errand.Charge(of.invoice()), now);
        }
        write(of, after, DunningPlan.Kind.REMINDER, mailed, now);
    }

    private void suspend(Receivable of, LocalDate today, Instant now) {
        boolean noticed = steps.noticed(of.account(), of.invoice());
        if (!noticed && !properties.suspendUnnoticed()) {
            Chase waits = of.chase();
            receivables.update(
                    of.with(
                            new Chase(
                                    waits.disputed(),
                                    waits.exemptBecause(),
                                    waits.postponedTo(),
                                    waits.round(),
                                    waits.step(),
                                    waits.steppedOn(),
                                    today.plusDays(1))));
            return;
        }
        boolean stopped =
                standing.suspend(of.account(), "invoice %s is not paid".formatted(of.invoice()));
        boolean mailed = stopped && notices.suspended(of, now);
        if (stopped) {
            accounts.stopped(of.account(), now);
        }
        write(of, of.with(taken(of, today)), DunningPlan.Kind.SUSPENSION, mailed, now);
    }

    private void write(
            Receivable before,
            Receivable after,
            DunningPlan.Kind kind,
            boolean mailed,
            Instant now) {
        steps.insert(before, kind, mailed, now);
        receivables.update(after);
        standing.audit(
                Actor.BILLING,
                before.account(),
                "dunning." + kind.wireName(),
                "invoice:" + before.invoice(),
                Map.of("step", after.chase().step(), "mailed", mailed));
    }

    private Chase taken(Receivable of, LocalDate today) {
        Chase chase = of.chase();
        Chase after =
                new Chase(
                        chase.disputed(),
                        chase.exemptBecause(),
                        chase.postponedTo(),
                        chase.round(),
                        chase.step() + 1,
                        today,
                        null);
        return chasing.planned(of, after);
    }

    private String whatIsNext(Chase after) {
        @Nullable LocalDate next = after.next();
        boolean suspension =
                next != null
                        && chasing.plan().step(after.step()).kind() == DunningPlan.Kind.SUSPENSION;
        return suspension
                ? "The account is suspended on %s if it is not paid by then.".formatted(next)
                : "";
    }
}
