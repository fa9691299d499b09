package dev.meterlark.billing.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.platform.Carried;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;

import java.io.UnsupportedEncodingException;
import java.util.Arrays;
import java.util.UUID;

/**
 * One mail with one invoice. Apart from whoever sends it, so that mail is loaded with the first.
 *
 * @param id of the mail: the same for each attempt, so that a mailbox shows one
 * @param link where the console shows the invoice
 */
record InvoiceMessage(
        UUID id, String from, String to, IssuedInvoice invoice, InvoiceDocument pdf, String link) {

    private static final int PERMANENT = 500;
    private static final int LONGEST_NAME = 150;

    /** Blocks until the mail server took it or did not. */
    Carried send(JavaMailSender mail) {
        try {
            MimeMessage message = mail.createMimeMessage();
            write(message);
            mail.send(message);
            return new Carried.Delivered();
        } catch (MailException e) {
            return isForEver(e)
                    ? new Carried.Hopeless("the mail server refuses the address " + shown(to))
                    : new Carried.Failed("the mail server did not take it", null);
        } catch (MessagingException | UnsupportedEncodingException e) {
            return new Carried.Hopeless("no mail can be addressed to " + shown(to));
        }
    }

    private void write(MimeMessage message)
            throws MessagingException, UnsupportedEncodingException {
        String seller = shown(invoice.seller().name());
        var parts = new MimeMessageHelper(message, true, UTF_8.name());
        parts.setFrom(new InternetAddress(from, seller, UTF_8.name()));
        parts.setTo(new InternetAddress(to, true));
        parts.setSubject(shown(InvoicePdf.title(invoice) + " · " + seller));
        parts.setText(text(seller));
        parts.addAttachment(pdf.fileName(), new ByteArrayResource(pdf.bytes()), pdf.mediaType());
        String domain = from.substring(from.indexOf('@') + 1);
        message.setHeader("Message-ID", "<%s@%s>".formatted(id, domain));
    }

    private String text(String seller) {
        Language language = Language.of(invoice.language());
        Word kind =
                switch (invoice.kind()) {
                    case INVOICE -> Word.INVOICE;
                    case CREDIT_NOTE -> Word.CREDIT_NOTE;
                };
        String what =
                Word.MAIL_TEXT.in(
                        language,
                        kind.in(language),
                        invoice.number().value(),
                        language.date(invoice.issued()),
                        language.money(invoice.gross()),
                        language.date(invoice.period().month().atDay(1)),
                        language.date(invoice.period().month().atEndOfMonth()));
        return "%s\n\n%s\n\n%s\n".formatted(what, Word.MAIL_LINK.in(language, link), seller);
    }

    /** A mailbox that is not there will not be there tomorrow; all else may pass. */
    private static boolean isForEver(MailException failure) {
        return failure instanceof MailSendException sending
                && Arrays.stream(sending.getMessageExceptions()).anyMatch(InvoiceMessage::refuses);
    }

    private static boolean refuses(Exception failure) {
        Throwable each = failure;
        while (each instanceof MessagingException at) {
            if (at instanceof SMTPAddressFailedException refused) {
                return refused.getReturnCode() >= PERMANENT;
            }
            each = at.getNextException();
        }
        return false;
    }

    private static String shown(String text) {
        return CleanText.of(text, LONGEST_NAME);
    }
}
