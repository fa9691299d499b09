package dev.meterlark.billing.invoice;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;

/**
 * An invoice or a credit note in a list: what was issued, and what became of it since.
 *
 * @param corrects the invoice that a credit note is about; else null
 * @param paid by transfers and cards, without prepaid credits
 * @param creditedBack what credit notes have taken back of it, with tax
 * @param sha256 of its snapshot, in hexadecimal
 * @param settledAt when it was paid or made void; null while it is open
 */
public record InvoiceView(
        InvoiceNumber number,
        IssuedInvoice.Kind kind,
        AccountId account,
        YearMonth period,
        InvoiceState state,
        @Nullable String corrects,
        LocalDate issued,
        LocalDate due,
        Money net,
        Money tax,
        Money gross,
        Money credited,
        Money payable,
        Money paid,
        Money creditedBack,
        String sha256,
        Instant finalisedAt,
        @Nullable Instant settledAt) {

    /** What is still to be paid; never less than nothing. */
    public Money open() {
        boolean owed = state == InvoiceState.FINALISED && kind == IssuedInvoice.Kind.INVOICE;
        return owed
                ? new Money(missing(paid, creditedBack).max(BigDecimal.ZERO), payable.currency())
                : Money.zero(payable.currency());
    }

    InvoiceView paid(Money all, Instant now) {
        return settled(all, creditedBack, now);
    }

    InvoiceView creditedBack(Money more, Instant now) {
        return settled(paid, creditedBack.plus(more), now);
    }

    /** Nothing is to be paid for it any more. */
    InvoiceView becomeVoid(Instant now) {
        return with(InvoiceState.VOID, paid, creditedBack, now);
    }

    private InvoiceView settled(Money paid, Money creditedBack, Instant now) {
        boolean settled = missing(paid, creditedBack).signum() <= 0;
        return with(
                settled ? InvoiceState.PAID : InvoiceState.FINALISED,
                paid,
                creditedBack,
                settled ? now : null);
    }

    private BigDecimal missing(Money paid, Money creditedBack) {
        return payable.amount().subtract(paid.plus(creditedBack).amount());
    }

    private InvoiceView with(
            InvoiceState next, Money paid, Money creditedBack, @Nullable Instant settledAt) {
        if (state == InvoiceState.VOID) {
            throw new IllegalStateException("%s is void and stays so".formatted(number));
        }
        return new InvoiceView(
                number,
                kind,
                account,
                period,
                next,
                corrects,
                issued,
                due,
                net,
                tax,
                gross,
                credited,
                payable,
                paid,
                creditedBack,
                sha256,
                finalisedAt,
                settledAt);
    }
}
