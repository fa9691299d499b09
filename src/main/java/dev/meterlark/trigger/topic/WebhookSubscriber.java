package dev.meterlark.trigger.topic;

import dev.meterlark.invocation.SignedWebhooks;
import dev.meterlark.platform.Carried;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.topic.Subscriber;
import dev.meterlark.storage.topic.Target;
import dev.meterlark.storage.topic.ToSubscriber;

import org.springframework.stereotype.Component;

import java.net.URI;
import java.net.URISyntaxException;

/** A web address that each event is posted to, signed with the subscription's own key. */
@Component
class WebhookSubscriber implements Subscriber {

    private static final String CLOUD_EVENT = "application/cloudevents+json";

    private final SignedWebhooks webhooks;

    WebhookSubscriber(SignedWebhooks webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    public String kind() {
        return "webhook";
    }

    @Override
    public boolean isSigned() {
        return true;
    }

    @Override
    public void check(Caller caller, Target target) {
        String refusal;
        try {
            refusal = webhooks.refusal(new URI(target.name()));
        } catch (URISyntaxException e) {
            refusal = "it is no web address";
        }
        if (refusal != null) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID, "the webhook cannot be sent: " + refusal);
        }
    }

    @Override
    public Carried deliver(ToSubscriber delivery) {
        return delivery.keys().isEmpty()
                ? new Carried.Failed("the subscription has no secret to sign with", null)
                : webhooks.post(
                        URI.create(delivery.target().name()),
                        delivery.id(),
                        CLOUD_EVENT,
                        delivery.event(),
                        delivery.keys());
    }
}
