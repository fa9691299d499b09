package dev.meterlark.billing.payment;

import dev.meterlark.account.Accounts;
import dev.meterlark.billing.plan.BillingProfile;
import dev.meterlark.billing.plan.BillingProfiles;
import dev.meterlark.shared.AccountId;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;

import java.util.List;

/**
 * By the operator's mail server, to the account's billing contacts, or its owners without those.
 */
@Component
class MailLetterbox implements Letterbox {

    private final ObjectProvider<JavaMailSender> sender;
    private final BillingProfiles profiles;
    private final Accounts accounts;
    private final PaymentProperties properties;

    MailLetterbox(
            ObjectProvider<JavaMailSender> sender,
            BillingProfiles profiles,
            Accounts accounts,
            PaymentProperties properties) {
        this.sender = sender;
        this.profiles = profiles;
        this.accounts = accounts;
        this.properties = properties;
    }

    @Override
    public boolean configured() {
        return sender.getIfAvailable() != null;
    }

    @Override
    public List<String> recipients(AccountId account) {
        List<String> contacts = profiles.of(account).map(BillingProfile::emails).orElse(List.of());
        return contacts.isEmpty() ? accounts.ownerEmails(account) : contacts;
    }

    @Override
    public void send(List<String> to, String subject, String text) {
        SimpleMailMessage message = new SimpleMailMessage();
        message.setFrom(properties.mailFrom());
        message.setTo(to.toArray(String[]::new));
        message.setSubject(subject);
        message.setText(text);
        sender.getObject().send(message);
    }
}
