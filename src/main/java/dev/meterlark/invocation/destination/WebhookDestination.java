package dev.meterlark.invocation.destination;

import dev.meterlark.function.snapshot.DestinationTarget.OfWebhook;
import dev.meterlark.function.snapshot.WebhookKeys;
import dev.meterlark.invocation.Destination;
import dev.meterlark.invocation.Notice;
import dev.meterlark.invocation.SignedWebhooks;
import dev.meterlark.platform.Carried;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.List;

/** A web address that the record of the end is posted to, signed with the function's own key. */
@Component
class WebhookDestination implements Destination<OfWebhook> {

    private final SignedWebhooks webhooks;
    private final WebhookKeys keys;

    WebhookDestination(SignedWebhooks webhooks, WebhookKeys keys) {
        this.webhooks = webhooks;
        this.keys = keys;
    }

    @Override
    public Class<OfWebhook> type() {
        return OfWebhook.class;
    }

    @Override
    public @Nullable String refusal(AccountId account, OfWebhook target) {
        String refusal = webhooks.refusal(target.url());
        return refusal == null ? null : "the webhook cannot be sent: " + refusal;
    }

    @Override
    public Carried tell(OfWebhook target, Notice notice) {
        List<byte[]> signing = keys.of(notice.function());
        return signing.isEmpty()
                ? new Carried.Failed("the function has no secret to sign with", null)
                : webhooks.post(
                        target.url(),
                        notice.id(),
                        "application/json",
                        notice.record(),
                        signing,
                        notice.trace());
    }
}
