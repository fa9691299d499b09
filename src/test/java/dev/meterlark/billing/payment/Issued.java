package dev.meterlark.billing.payment;

import dev.meterlark.billing.invoice.InvoiceNumber;
import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.billing.invoice.Party;
import dev.meterlark.billing.invoice.Terms;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;

/** Invoices and credit notes as far as payments look at them. */
final class Issued {

    private Issued() {}

    /** Issued and due on the same day. */
    static IssuedInvoice of(
            IssuedInvoice.Kind kind,
            AccountId account,
            String number,
            @Nullable String corrects,
            Money money,
            LocalDate today) {
        Money none = Money.zero(money.currency());
        Party party =
                new Party(
                        "Acme Ltd",
                        List.of("Road 1"),
                        "Town",
                        "1",
                        "DE",
                        null,
                        "pay@acme.example",
                        null,
                        null,
                        null);
        return new IssuedInvoice(
                new InvoiceNumber(number),
                kind,
                corrects,
                account,
                "000000000001",
                today,
                today,
                BillingPeriod.of(YearMonth.from(today).minusMonths(1), ZoneOffset.UTC),
                party,
                party,
                money.currency(),
                List.of(),
                List.of(),
                money,
                none,
                money,
                none,
                money,
                new Terms(null, null, null, 0, ""),
                "en");
    }
}
