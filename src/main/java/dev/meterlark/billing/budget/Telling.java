package dev.meterlark.billing.budget;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.platform.Outbox;
import dev.meterlark.platform.OutboxEntry;
import dev.meterlark.shared.AccountId;
import dev.meterlark.storage.topic.TopicEvents;

import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Tells an account of its spending: by mail and webhook through the outbox, and on its own topic.
 * In the transaction that writes down that it is told.
 */
@Component
class Telling {

    private final Outbox outbox;
    private final TopicEvents topics;
    private final JsonMapper json;

    Telling(Outbox outbox, TopicEvents topics, JsonMapper json) {
        this.outbox = outbox;
        this.topics = topics;
        this.json = json;
    }

    /**
     * What there is to tell.
     *
     * @param type of the event, and of what the webhook gets
     * @param data of both
     * @param subject of the mail, and its text
     */
    record News(String type, ObjectNode data, String subject, String text) {}

    /** Whom. */
    record Receivers(Set<String> emails, Set<URI> webhooks, boolean event) {}

    void tell(AccountId account, News news, Receivers receivers, Instant now) {
        ObjectNode event = event(news);
        List<OutboxEntry> entries = new ArrayList<>();
        for (String email : receivers.emails) {
            ObjectNode mail = json.createObjectNode();
            mail.put("to", email).put("subject", news.subject).put("text", news.text);
            entries.add(entry(account, MailCarrier.KIND, news.subject, mail, now));
        }
        for (URI webhook : receivers.webhooks) {
            ObjectNode post = json.createObjectNode();
            post.put("url", webhook.toString()).set("event", event);
            entries.add(entry(account, WebhookCarrier.KIND, news.subject, post, now));
        }
        outbox.put(entries);
        if (receivers.event) {
            topics.tell(account, List.of(event), Collections.singletonList(null));
        }
    }

    private ObjectNode event(News news) {
        ObjectNode event = json.createObjectNode();
        event.put("type", news.type);
        event.put("source", "/meterlark");
        event.put("subject", "budget");
        event.set("data", news.data);
        return event;
    }

    private OutboxEntry entry(
            AccountId account, String kind, String about, ObjectNode body, Instant now) {
        return new OutboxEntry(
                NoticeId.random().value(),
                kind,
                account,
                about,
                json.writeValueAsString(body).getBytes(UTF_8),
                now);
    }
}
