package dev.meterlark.billing.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.account.Accounts;
import dev.meterlark.billing.document.InvoiceMail.Letter;
import dev.meterlark.billing.invoice.InvoiceListener;
import dev.meterlark.billing.invoice.InvoiceNumber;
import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.billing.plan.BillingProfile;
import dev.meterlark.billing.plan.BillingProfiles;
import dev.meterlark.platform.Outbox;
import dev.meterlark.platform.OutboxEntry;
import dev.meterlark.shared.AccountId;

import org.springframework.stereotype.Component;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * Puts a mail to each billing contact, or to the owners, into the outbox, in the transaction that
 * finalises the invoice. Where the operator set no mail server there is none.
 */
@Component
class MailingInvoices implements InvoiceListener {

    private final Outbox outbox;
    private final BillingProfiles profiles;
    private final Accounts accounts;
    private final InvoiceLetters letters;
    private final InstantSource clock;

    MailingInvoices(
            Outbox outbox,
            BillingProfiles profiles,
            Accounts accounts,
            InvoiceLetters letters,
            InstantSource clock) {
        this.outbox = outbox;
        this.profiles = profiles;
        this.accounts = accounts;
        this.letters = letters;
        this.clock = clock;
    }

    @Override
    public void finalised(IssuedInvoice invoice) {
        if (!letters.canBeSent()) {
            return;
        }
        List<OutboxEntry> entries =
                profiles
                        .of(invoice.account())
                        .map(BillingProfile::emails)
                        .orElse(List.of())
                        .stream()
                        .distinct()
                        .map(address -> entry(invoice, address))
                        .toList();
        if (!entries.isEmpty()) {
            outbox.put(entries);
        }
    }

    /** The account's owners where it named nobody. */
    private List<String> recipients(AccountId account) {
        List<String> contacts = profiles.of(account).map(BillingProfile::emails).orElse(List.of());
        return contacts.isEmpty() ? accounts.ownerEmails(account) : contacts;
    }

    /** Whoever got the invoice gets the credit note too, as an invoice of its own. */
    @Override
    public void voided(AccountId account, InvoiceNumber number) {}

    private OutboxEntry entry(IssuedInvoice invoice, String address) {
        String number = invoice.number().value();
        byte[] name = "%s %s %s".formatted(invoice.account(), number, address).getBytes(UTF_8);
        return new OutboxEntry(
                UUID.nameUUIDFromBytes(name),
                InvoiceMail.KIND,
                invoice.account(),
                "invoice %s to %s".formatted(number, address),
                new Letter(number, address).bytes(),
                clock.instant());
    }
}
