package dev.meterlark.billing.document;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;

import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.edge.ConsoleAddress;
import dev.meterlark.platform.Carried;

import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;

/** Against a mail server that is a real one, and against one that refuses. */
class InvoiceLettersTests {

    private static final UUID ID = new UUID(4, 2);
    private static final String TO = "finance@customer.example";
    private static final DocumentProperties PROPERTIES =
            new DocumentProperties(
                    100, 1, Duration.ofSeconds(1), "bills@cloud.example", Duration.ofDays(30));

    private final Rendering rendering = new Rendering(PROPERTIES);
    private final GreenMail server =
            new GreenMail(ServerSetup.SMTP.dynamicPort().setVerbose(false));

    private Instant now = Instant.parse("2026-12-05T00:00:00Z");

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void theInvoiceComesWithItsPdf() throws Exception {
        IssuedInvoice invoice = SampleInvoices.of("german");

        assertThat(letters().send(ID, TO, invoice, 1)).isEqualTo(new Carried.Delivered());

        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(mail.getSubject()).isEqualTo("Rechnung MK-000042 · Lerchenwerk Cloud GmbH");
        assertThat(mail.getFrom()[0]).hasToString("Lerchenwerk Cloud GmbH <bills@cloud.example>");
        BodyPart pdf = ((MimeMultipart) mail.getContent()).getBodyPart(1);
        assertThat(pdf.getFileName()).isEqualTo("invoice-MK-000042.pdf");
        assertThat(pdf.getContentType()).startsWith("application/pdf");
        assertThat(pdf.getInputStream().readAllBytes())
                .isEqualTo(rendering.of(invoice, DocumentFormat.PDF).bytes());
    }

    @Test
    void anotherAttemptIsTheSameMail() throws Exception {
        letters().send(ID, TO, SampleInvoices.plain(), 1);
        letters().send(ID, TO, SampleInvoices.plain(), 1);

        assertThat(server.getReceivedMessages())
                .extracting(MimeMessage::getMessageID)
                .containsExactly(
                        "<%s@cloud.example>".formatted(ID), "<%s@cloud.example>".formatted(ID));
    }

    @Test
    void noTextBecomesAHeader() throws Exception {
        IssuedInvoice hostile = SampleInvoices.soldBy("Evil\r\nBcc: all@example.com\r\n\r\nHi");

        assertThat(letters().send(ID, TO, hostile, 1)).isEqualTo(new Carried.Delivered());

        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThat(mail.getRecipients(Message.RecipientType.BCC)).isNull();
        assertThat(Collections.list(mail.getAllHeaders()))
                .noneMatch(header -> header.getName().equalsIgnoreCase("Bcc"));
        assertThat(GreenMailUtil.getHeaders(mail)).doesNotContain("\nBcc:");
    }

    @Test
    void anAddressThatIsNoneGetsNothing() {
        Carried carried =
                letters().send(ID, "a@b.example\r\nBcc: c@d.example", SampleInvoices.plain(), 1);

        assertThat(carried).isInstanceOf(Carried.Hopeless.class);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void aServerThatIsDownIsAskedAgain() {
        InvoiceLetters letters = letters();
        server.stop();

        assertThat(letters.send(ID, TO, SampleInvoices.plain(), 1))
                .isInstanceOf(Carried.Failed.class);
    }

    @Test
    void aYoungInvoiceIsNotGivenUpHoweverLongTheServerIsAway() {
        InvoiceLetters letters = letters();
        server.stop();

        assertThat(letters.send(ID, TO, SampleInvoices.plain(), 50))
                .isEqualTo(new Carried.Continues(Duration.ofMinutes(15)));
        now = Instant.parse("2027-01-01T00:00:00Z");
        assertThat(letters.send(ID, TO, SampleInvoices.plain(), 50))
                .isInstanceOf(Carried.Failed.class);
    }

    @Test
    void withoutAServerNothingIsSent() {
        InvoiceLetters letters = letters(Map.of());

        assertThat(letters.canBeSent()).isFalse();
        assertThat(letters.send(ID, TO, SampleInvoices.plain(), 1))
                .isInstanceOf(Carried.Failed.class);
    }

    @Test
    void aMailboxThatIsNotThereIsGivenUpAndABusyOneIsNot() throws Exception {
        assertThat(answeredWith("550 no such mailbox")).isInstanceOf(Carried.Hopeless.class);
        assertThat(answeredWith("450 try later")).isInstanceOf(Carried.Failed.class);
    }

    private Carried answeredWith(String answer) throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread refusing = Thread.ofVirtual().start(() -> refuseRecipients(listening, answer));
            Carried carried =
                    letters(Map.of("mail", sender(listening.getLocalPort())))
                            .send(ID, TO, SampleInvoices.plain(), 1);
            refusing.join(Duration.ofSeconds(10));
            return carried;
        }
    }

    /** Speaks as much of SMTP as it takes to refuse. */
    private static void refuseRecipients(ServerSocket listening, String answer) {
        try (Socket socket = listening.accept();
                OutputStream out = socket.getOutputStream();
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(socket.getInputStream(), US_ASCII))) {
            out.write("220 hello\r\n".getBytes(US_ASCII));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String reply = line.startsWith("RCPT") ? answer : "250 ok";
                out.write((reply + "\r\n").getBytes(US_ASCII));
                out.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InvoiceLetters letters() {
        return letters(Map.of("mail", sender(server.getSmtp().getPort())));
    }

    private InvoiceLetters letters(Map<String, Object> senders) {
        return new InvoiceLetters(
                new StaticListableBeanFactory(senders).getBeanProvider(JavaMailSender.class),
                rendering,
                PROPERTIES,
                new ConsoleAddress("https://console.example"),
                () -> now);
    }

    private static JavaMailSender sender(int port) {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost("127.0.0.1");
        sender.setPort(port);
        sender.getJavaMailProperties().setProperty("mail.smtp.timeout", "10000");
        return sender;
    }
}
