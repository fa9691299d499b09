package dev.meterlark.invocation.destination;

import dev.meterlark.function.snapshot.DestinationTarget.OfWebhook;
import dev.meterlark.function.snapshot.WebhookKeys;
import dev.meterlark.invocation.Destination;
import dev.meterlark.invocation.Notice;
import dev.meterlark.network.Asked;
import dev.meterlark.network.GuardedHttp;
import dev.meterlark.platform.Carried;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** A web address that the record of the end is posted to, signed with the function's own key. */
@Component
class WebhookDestination implements Destination<OfWebhook> {

    private static final int GONE = 410;

    private final GuardedHttp http;
    private final WebhookKeys keys;
    private final InstantSource clock;

    WebhookDestination(GuardedHttp http, WebhookKeys keys, InstantSource clock) {
        this.http = http;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public Class<OfWebhook> type() {
        return OfWebhook.class;
    }

    @Override
    public @Nullable String refusal(AccountId account, OfWebhook target) {
        String refusal = http.refusal(target.url());
        return refusal == null ? null : "the webhook cannot be sent: " + refusal;
    }

    @Override
    public Carried tell(OfWebhook target, Notice notice) {
        List<byte[]> signing = keys.of(notice.function());
        if (signing.isEmpty()) {
            return new Carried.Failed("the function has no secret to sign with", null);
        }
        Map<String, String> headers =
                WebhookSignature.headers(
                        notice.id().toString(), clock.instant(), notice.record(), signing);
        headers.put("Content-Type", "application/json");
        return switch (http.post(target.url(), headers, notice.record())) {
            case Asked.Answered(int status, Duration retryAfter) -> answered(status, retryAfter);
            case Asked.Refused(String reason) ->
                    new Carried.Failed("the webhook cannot be sent: " + reason, null);
            case Asked.Failed(String reason) -> new Carried.Failed("the receiver: " + reason, null);
        };
    }

    private static Carried answered(int status, @Nullable Duration retryAfter) {
        if (status >= 200 && status < 300) {
            return new Carried.Delivered();
        }
        if (status == GONE) {
            return new Carried.Hopeless("the receiver answered 410: it wants no more");
        }
        return new Carried.Failed(
                status >= 300 && status < 400
                        ? "the receiver answered %d; redirections are not followed"
                                .formatted(status)
                        : "the receiver answered " + status,
                retryAfter);
    }
}
