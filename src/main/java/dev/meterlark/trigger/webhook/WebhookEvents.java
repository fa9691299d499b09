package dev.meterlark.trigger.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.ingress.HookRequest;
import dev.meterlark.trigger.Trigger;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;

/** A delivery as a CloudEvent. The body is as it came, so that it can be verified once more. */
final class WebhookEvents {

    private static final String TYPE = "dev.meterlark.webhook.";

    private WebhookEvents() {}

    static JsonNode event(
            Trigger<WebhookTrigger> trigger, HookRequest request, Verdict.Genuine genuine) {
        WebhookTrigger terms = trigger.configuration();
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("specversion", "1.0");
        event.put("id", genuine.id());
        event.put("source", "/webhooks/" + trigger.id());
        event.put("type", TYPE + terms.preset());
        if (genuine.subject() != null) {
            event.put("subject", genuine.subject());
        }
        event.put("time", request.arrival().toString());
        event.put("datacontenttype", "application/json");
        ObjectNode data = event.putObject("data");
        ObjectNode headers = data.putObject("headers");
        terms.shownHeaders()
                .filter(request.headers()::containsKey)
                .forEach(name -> headers.put(name, String.join(", ", request.headers().get(name))));
        String text = text(request.body());
        data.put("body", text == null ? Base64.getEncoder().encodeToString(request.body()) : text);
        data.put("isBase64Encoded", text == null);
        return event;
    }

    /** Null when the bytes are no text. */
    private static @Nullable String text(byte[] body) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
