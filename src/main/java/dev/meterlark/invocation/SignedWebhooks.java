package dev.meterlark.invocation;

import dev.meterlark.network.Asked;
import dev.meterlark.network.GuardedHttp;
import dev.meterlark.platform.Carried;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Posts what is told to web addresses that tenants name, signed as Standard Webhooks has it: only
 * where tenants may reach, and with what came of it in the outbox's words.
 */
@Component
public class SignedWebhooks {

    private static final int GONE = 410;

    private final GuardedHttp http;
    private final InstantSource clock;

    SignedWebhooks(GuardedHttp http, InstantSource clock) {
        this.http = http;
        this.clock = clock;
    }

    /** What can be said against an address without asking anybody; null when nothing can. */
    public @Nullable String refusal(URI url) {
        return http.refusal(url);
    }

    /**
     * Blocks.
     *
     * @param id the same over all attempts; the receiver knows a repetition by it
     * @param keys each signs; at least one
     */
    public Carried post(URI url, UUID id, String contentType, byte[] body, List<byte[]> keys) {
        return post(url, id, contentType, body, keys, TraceContext.NONE);
    }

    /**
     * The same within a trace.
     *
     * @param trace in the form of W3C, which the receiver is told
     */
    public Carried post(
            URI url,
            UUID id,
            String contentType,
            byte[] body,
            List<byte[]> keys,
            TraceContext trace) {
        Map<String, String> headers =
                WebhookSignature.headers(id.toString(), clock.instant(), body, keys);
        if (trace.traceparent() != null) {
            headers.put("traceparent", trace.traceparent());
            if (trace.tracestate() != null) {
                headers.put("tracestate", trace.tracestate());
            }
        }
        headers.put("Content-Type", contentType);
        return switch (http.post(url, headers, body)) {
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
