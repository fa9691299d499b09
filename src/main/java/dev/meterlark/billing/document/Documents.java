package dev.meterlark.billing.document;

import dev.meterlark.billing.invoice.Invoices;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The documents of issued invoices, made anew each time from what was issued: the same bytes each
 * time.
 */
@Component
public class Documents {

    private final Invoices invoices;
    private final Rendering rendering;

    Documents(Invoices invoices, Rendering rendering) {
        this.invoices = invoices;
        this.rendering = rendering;
    }

    /**
     * @throws RefusedException when the account has no such invoice, when it cannot be had in that
     *     format, or when too many others are being made
     */
    public InvoiceDocument of(AccountId account, String number, DocumentFormat format) {
        return rendering.of(invoices.issued(account, number), format);
    }

    /** Why an invoice cannot be had as XML, as a clause; null when it can. */
    public @Nullable String obstacleToXml(AccountId account, String number) {
        return Obstacles.to(invoices.issued(account, number));
    }
}
