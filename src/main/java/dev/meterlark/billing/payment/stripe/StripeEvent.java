package dev.meterlark.billing.payment.stripe;

import dev.meterlark.billing.payment.Told;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.regex.Pattern;

/**
 * Which payment an event is about: of all that Stripe sends, no more is read. What became of the
 * payment is asked of Stripe itself.
 */
final class StripeEvent {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_]{1,100}");
    private static final Pattern TYPE = Pattern.compile("[a-z0-9_.]{1,100}");

    private StripeEvent() {}

    static Told read(byte[] body) {
        JsonNode event;
        try {
            event = JsonMapper.shared().readTree(body);
        } catch (JacksonException e) {
            return new Told.Refused("the body is no JSON");
        }
        String id = event.path("id").asString("");
        String type = event.path("type").asString("");
        if (!ID.matcher(id).matches() || !TYPE.matcher(type).matches()) {
            return new Told.Refused("the body is no event of Stripe's: it has no id or no type");
        }
        return new Told.Genuine(id, type, payment(event.path("data").path("object")));
    }

    /** A payment intent itself, or what a charge, a refund or a dispute says is its own. */
    private static @Nullable String payment(JsonNode object) {
        JsonNode named =
                object.path("object").asString("").equals("payment_intent")
                        ? object.path("id")
                        : object.path("payment_intent");
        String id = named.isObject() ? named.path("id").asString("") : named.asString("");
        return ID.matcher(id).matches() ? id : null;
    }
}
