package dev.meterlark.billing.budget;

import dev.meterlark.platform.Carried;
import dev.meterlark.platform.OutboxCarrier;
import dev.meterlark.platform.OutboxEntry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.mail.MailException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends the mails of alerts, by the mail server that the operator set. */
@Component("budgetMailCarrier")
class MailCarrier implements OutboxCarrier {

    static final String KIND = "budget-mail";

    private final ObjectProvider<JavaMailSender> sender;
    private final JsonMapper json;
    private final String from;

    MailCarrier(
            ObjectProvider<JavaMailSender> sender,
            JsonMapper json,
            @Value("${meterlark.account.mail-from:meterlark@localhost}") String from) {
        this.sender = sender;
        this.json = json;
        this.from = from;
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
        JavaMailSender mail = sender.getIfAvailable();
        if (mail == null) {
            return new Carried.Failed("the platform has no mail server", null);
        }
        JsonNode letter = json.readTree(entry.body());
        SimpleMailMessage message = new SimpleMailMessage();
        message.setFrom(from);
        message.setTo(letter.get("to").asString());
        message.setSubject(letter.get("subject").asString());
        message.setText(letter.get("text").asString());
        try {
            mail.send(message);
            return new Carried.Delivered();
        } catch (MailException e) {
            return new Carried.Failed("the mail server did not take it", null);
        }
    }
}
