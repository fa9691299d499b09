package dev.meterlark.billing.invoice;

import dev.meterlark.platform.DurableSteps;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.InstantSource;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Takes back what was issued: the operator makes an invoice void, or corrects it by a credit note.
 */
@Service
public class Corrections {

    private static final int LONGEST_REASON = 500;

    private final InvoiceRows rows;
    private final BilledRows billed;
    private final CloseRows closes;
    private final CreditNotes notes;
    private final Agreements agreements;
    private final Notes audit;
    private final ObjectProvider<InvoiceListener> listeners;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    Corrections(
            InvoiceRows rows,
            BilledRows billed,
            CloseRows closes,
            CreditNotes notes,
            Agreements agreements,
            Notes audit,
            ObjectProvider<InvoiceListener> listeners,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.rows = rows;
        this.billed = billed;
        this.closes = closes;
        this.notes = notes;
        this.agreements = agreements;
        this.audit = audit;
        this.listeners = listeners;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Of an invoice for which nothing was paid. What it billed is billed by nobody then: the month
     * may be finalised again, and goes on the next invoice otherwise.
     */
    public InvoiceView makeVoid(Caller operator, String number, @Nullable String reason) {
        String why = required(reason);
        return locked(
                number,
                before -> {
                    requireVoidable(before);
                    DurableSteps.commit("invoice.void");
                    InvoiceView after = before.becomeVoid(clock.instant());
                    rows.update(after, why);
                    reopen(after);
                    agreements.givenBack(after.account(), after.number());
                    listeners
                            .orderedStream()
                            .forEach(each -> each.voided(after.account(), after.number()));
                    audit.note(
                            new By(operator, clock.instant()),
                            after.account(),
                            "invoice.voided",
                            "invoice:" + number,
                            Map.of("reason", why));
                    return after;
                });
    }

    private void requireVoidable(InvoiceView invoice) {
        InvoiceNumber number = invoice.number();
        if (invoice.kind() != IssuedInvoice.Kind.INVOICE) {
            throw Refusals.conflict("%s is a credit note, which stays".formatted(number));
        }
        if (invoice.state() == InvoiceState.VOID) {
            throw Refusals.conflict("%s is void already".formatted(number));
        }
        if (invoice.paid().amount().signum() > 0 || invoice.creditedBack().amount().signum() > 0) {
            throw Refusals.conflict(
                    "%s is paid in part or whole, or has a credit note; correct it by a credit note"
                            .formatted(number));
        }
        billed.afterwards(invoice)
                .ifPresent(
                        later -> {
                            throw Refusals.conflict(
                                    "%s bills what came in after %s; make that one void first, or correct this one by a credit note"
                                            .formatted(later, number));
                        });
    }

    private void reopen(InvoiceView invoice) {
        YearMonth month = invoice.period();
        if (rows.wasClosedBy(invoice.number())) {
            closes.put(
                    new CloseRows.Close(
                            invoice.account(),
                            month,
                            CloseRows.State.VOIDED,
                            invoice.number().value(),
                            null,
                            null,
                            null,
                            clock.instant()));
        }
    }

    /**
     * @param position of the invoice's line
     * @param amount of it that is taken back, without tax, in plain digits
     */
    public record Taken(int position, @Nullable String amount) {}

    /**
     * Of an invoice that is not void.
     *
     * @param taken what of which lines; null for all that is left
     */
    public InvoiceView credit(
            Caller operator, String number, @Nullable String reason, @Nullable List<Taken> taken) {
        String why = required(reason);
        return locked(
                number,
                before -> {
                    DurableSteps.commit("invoice.credit");
                    IssuedInvoice note =
                            notes.issue(before, why, taken, new By(operator, clock.instant()));
                    rows.update(before.creditedBack(note.gross(), clock.instant()), null);
                    return rows.find(before.account(), note.number().value()).orElseThrow();
                });
    }

    private InvoiceView locked(String number, Function<InvoiceView, InvoiceView> change) {
        return Objects.requireNonNull(
                transaction.execute(
                        _ -> {
                            AccountId account = rows.owner(number).orElseThrow(Refusals::noInvoice);
                            closes.lock(account);
                            return change.apply(
                                    rows.lock(account, number).orElseThrow(Refusals::noInvoice));
                        }));
    }

    private static String required(@Nullable String reason) {
        if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw Refusals.invalid(
                    "reason must say why, in 1 to %d characters".formatted(LONGEST_REASON));
        }
        return reason;
    }
}
