package dev.meterlark.billing.payment;

import dev.meterlark.billing.payment.Receivable.Chase;
import dev.meterlark.billing.payment.Receivable.State;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Map;

/** What the operator says about going after an invoice. */
@Service
@Transactional
public class Dunning {

    private static final int LONGEST_POSTPONEMENT = 365;

    private final Books books;
    private final ReceivableRows receivables;
    private final Chasing chasing;
    private final Standing standing;
    private final InstantSource clock;

    Dunning(
            Books books,
            ReceivableRows receivables,
            Chasing chasing,
            Standing standing,
            InstantSource clock) {
        this.books = books;
        this.receivables = receivables;
        this.chasing = chasing;
        this.standing = standing;
        this.clock = clock;
    }

    /** Nothing is done about it any more; an account that was suspended for it alone comes back. */
    public Receivable exempt(
            Caller operator, AccountId account, String invoice, @Nullable String reason) {
        String because = Amounts.reason(reason);
        Receivable of = owed(account, invoice);
        Chase chase = of.chase();
        Chase exempt =
                new Chase(
                        chase.disputed(),
                        because,
                        chase.postponedTo(),
                        chase.round(),
                        chase.step(),
                        chase.steppedOn(),
                        null);
        return changed(operator, of.with(exempt), "dunning.exempted", because);
    }

    /**
     * Nothing is done before that day; an account that was suspended for it alone comes back, and
     * is suspended on that day if it still is not paid.
     *
     * @param to after today, within a year
     */
    public Receivable postpone(
            Caller operator,
            AccountId account,
            String invoice,
            @Nullable LocalDate to,
            @Nullable String reason) {
        String because = Amounts.reason(reason);
        LocalDate today = chasing.day(clock.instant());
        if (to == null || !to.isAfter(today) || to.isAfter(today.plusDays(LONGEST_POSTPONEMENT))) {
            throw Amounts.refused(
                    "postponeTo must be a day after %s and within %d days, was: %s"
                            .formatted(today, LONGEST_POSTPONEMENT, to == null ? "missing" : to));
        }
        Receivable of = owed(account, invoice);
        Chase chase = chasing.unsuspended(of.chase());
        Chase postponed =
                new Chase(
                        chase.disputed(),
                        chase.exemptBecause(),
                        to,
                        chase.round(),
                        chase.step(),
                        chase.steppedOn(),
                        null);
        Receivable planned = of.with(chasing.planned(of, postponed));
        return changed(operator, planned, "dunning.postponed", because);
    }

    /** As if it had never been exempt, postponed or disputed. */
    public Receivable resume(
            Caller operator, AccountId account, String invoice, @Nullable String reason) {
        String because = Amounts.reason(reason);
        Receivable of = owed(account, invoice);
        Chase chase = of.chase();
        Chase resumed =
                new Chase(false, null, null, chase.round(), chase.step(), chase.steppedOn(), null);
        Receivable planned = of.with(chasing.planned(of, resumed));
        return changed(operator, planned, "dunning.resumed", because);
    }

    private Receivable owed(AccountId account, String invoice) {
        Receivable of = books.lock(account, invoice);
        if (of.state() != State.OPEN) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "invoice %s is %s: nobody goes after it"
                            .formatted(invoice, of.state().wireName()));
        }
        return of;
    }

    private Receivable changed(Caller operator, Receivable next, String action, String reason) {
        Instant now = clock.instant();
        receivables.update(next);
        chasing.settled(next.account(), now);
        standing.audit(
                Actor.of(operator),
                next.account(),
                action,
                "invoice:" + next.invoice(),
                Map.of("reason", reason));
        return next;
    }
}
