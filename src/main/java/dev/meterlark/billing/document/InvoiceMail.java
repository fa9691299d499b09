package dev.meterlark.billing.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.billing.invoice.Invoices;
import dev.meterlark.platform.Carried;
import dev.meterlark.platform.OutboxCarrier;
import dev.meterlark.platform.OutboxEntry;

import org.springframework.stereotype.Component;

/** Carries invoices to billing contacts; it is done when the mail server took one. */
@Component
class InvoiceMail implements OutboxCarrier {

    static final String KIND = "invoice-mail";

    private final Invoices invoices;
    private final InvoiceLetters letters;

    InvoiceMail(Invoices invoices, InvoiceLetters letters) {
        this.invoices = invoices;
        this.letters = letters;
    }

    /** What an entry of the outbox says: which invoice goes to whom. */
    record Letter(String number, String address) {

        static Letter read(byte[] body) {
            String[] parts = new String(body, UTF_8).split("\n", 2);
            return new Letter(parts[0], parts[1]);
        }

        byte[] bytes() {
            return (number + "\n" + address).getBytes(UTF_8);
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean isOperators() {
        return true;
    }

    @Override
    public Carried carry(OutboxEntry entry, int attempt) {
        Letter letter = Letter.read(entry.body());
        return letters.send(
                entry.id(),
                letter.address(),
                invoices.issued(entry.account(), letter.number()),
                attempt);
    }
}
