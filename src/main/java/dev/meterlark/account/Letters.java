package dev.meterlark.account;

import dev.meterlark.edge.ConsoleAddress;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;

/**
 * The mails that accounts send, in the background: no answer waits for a mail server, and none
 * tells by its time whether there was a mail to send.
 */
@Component
class Letters {

    private final ObjectProvider<JavaMailSender> sender;
    private final Background background;
    private final AccountProperties properties;
    private final ConsoleAddress console;

    Letters(
            ObjectProvider<JavaMailSender> sender,
            Background background,
            AccountProperties properties,
            ConsoleAddress console) {
        this.sender = sender;
        this.background = background;
        this.properties = properties;
        this.console = console;
    }

    /** Whether the operator set {@code spring.mail.host}. */
    boolean configured() {
        return sender.getIfAvailable() != null;
    }

    void invite(EmailAddress to, String accountName, OneTimeLink link) {
        send(
                to,
                "Invitation to " + accountName,
                """
                You are invited to join the account %s.

                %s

                The link works once, until %s. If you did not expect it, ignore it.
                """
                        .formatted(accountName, url(link), link.expiresAt()));
    }

    void inviteToSignUp(EmailAddress to, OneTimeLink link) {
        send(
                to,
                "Invitation to sign up",
                """
                You are invited to sign up.

                %s

                The link works once, until %s. If you did not expect it, ignore it.
                """
                        .formatted(url(link), link.expiresAt()));
    }

    void resetPassword(EmailAddress to, OneTimeLink link) {
        send(
                to,
                "Set a new password",
                """
                Somebody asked to set a new password for this address.

                %s

                The link works once, until %s. If it was not you, ignore it: nothing has changed.
                """
                        .formatted(url(link), link.expiresAt()));
    }

    void signIn(EmailAddress to, OneTimeLink link) {
        send(
                to,
                "Your link to sign in",
                """
                Somebody asked for a link to sign in with this address.

                %s

                The link works once, until %s. If it was not you, ignore it: nobody is signed in.
                """
                        .formatted(url(link), link.expiresAt()));
    }

    void signInChanged(EmailAddress to, String what) {
        send(
                to,
                "Your sign-in was changed",
                """
                %s
                If it was you, there is nothing to do. If not, set a new password at once:
                %s/password-reset
                Then look at Security in the console, and tell the operator.
                """
                        .formatted(what, console.url()));
    }

    private String url(OneTimeLink link) {
        return console.url() + link.path();
    }

    private void send(EmailAddress to, String subject, String text) {
        JavaMailSender mail = sender.getObject();
        SimpleMailMessage message = new SimpleMailMessage();
        message.setFrom(properties.mailFrom());
        message.setTo(to.value());
        message.setSubject(subject);
        message.setText(text);
        background.later("sending a mail", () -> mail.send(message));
    }
}
