package dev.meterlark.billing.document;

import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.edge.ConsoleAddress;
import dev.meterlark.platform.Carried;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;

/** Mails that bring an invoice: a sentence, and the PDF. */
@Component
class InvoiceLetters {

    /** With the outbox's pauses some hours of a mail server that is away. */
    private static final int MANY_ATTEMPTS = 50;

    private static final Duration PAUSE = Duration.ofMinutes(15);

    private final ObjectProvider<JavaMailSender> sender;
    private final Rendering rendering;
    private final DocumentProperties properties;
    private final ConsoleAddress console;
    private final InstantSource clock;

    InvoiceLetters(
            ObjectProvider<JavaMailSender> sender,
            Rendering rendering,
            DocumentProperties properties,
            ConsoleAddress console,
            InstantSource clock) {
        this.sender = sender;
        this.rendering = rendering;
        this.properties = properties;
        this.console = console;
        this.clock = clock;
    }

    /** Whether the operator set {@code spring.mail.host}. */
    boolean canBeSent() {
        return sender.getIfAvailable() != null;
    }

    /**
     * Blocks until the mail server took it or did not. The outbox is kept from giving up on a young
     * invoice.
     *
     * @param id of the mail: the same for each attempt, so that a mailbox shows one
     */
    Carried send(UUID id, String address, IssuedInvoice invoice, int attempt) {
        Carried carried = sent(id, address, invoice);
        Instant end =
                invoice.issued()
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .plus(properties.mailFor());
        boolean goesOn = attempt >= MANY_ATTEMPTS && clock.instant().isBefore(end);
        return carried instanceof Carried.Failed && goesOn ? new Carried.Continues(PAUSE) : carried;
    }

    private Carried sent(UUID id, String address, IssuedInvoice invoice) {
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
