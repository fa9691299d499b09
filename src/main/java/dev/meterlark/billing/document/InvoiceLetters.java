package dev.meterlark.billing.document;

import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.edge.ConsoleAddress;
import dev.meterlark.platform.Carried;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;

import java.util.UUID;

/** Mails that bring an invoice: a sentence, and the PDF. */
@Component
class InvoiceLetters {

    private final ObjectProvider<JavaMailSender> sender;
    private final Rendering rendering;
    private final DocumentProperties properties;
    private final ConsoleAddress console;

    InvoiceLetters(
            ObjectProvider<JavaMailSender> sender,
            Rendering rendering,
            DocumentProperties properties,
            ConsoleAddress console) {
        this.sender = sender;
        this.rendering = rendering;
        this.properties = properties;
        this.console = console;
    }

    /** Whether the operator set {@code spring.mail.host}. */
    boolean canBeSent() {
        return sender.getIfAvailable() != null;
    }

    /**
     * Blocks until the mail server took it or did not.
     *
     * @param id of the mail: the same for each attempt, so that a mailbox shows one
     */
    Carried send(UUID id, String address, IssuedInvoice invoice) {
        JavaMailSender mail = sender.getIfAvailable();
        if (mail == null) {
            return new Carried.Failed("no mail server is configured", null);
        }
        String link = console.url() + "/invoices/" + invoice.number();
        InvoiceDocument pdf = rendering.of(invoice, DocumentFormat.PDF);
        return new InvoiceMessage(id, properties.mailFrom(), address, invoice, pdf, link)
                .send(mail);
    }
}
