package dev.meterlark.trigger.webhook;

import dev.meterlark.ingress.HookAnswer;
import dev.meterlark.ingress.HookRequest;
import dev.meterlark.ingress.Hooks.Hook;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.invocation.TraceContext;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.trigger.Handover;
import dev.meterlark.trigger.Origin;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerReport;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * One address, as it is until something about it changes; then another takes its place. Whoever is
 * refused learns nothing of why: the account reads it in the trigger's status.
 */
final class LiveHook implements Hook {

    /** Hashing and copying more than this takes longer than an event loop should be held. */
    private static final int AT_ONCE = 32 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(LiveHook.class);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final HookAnswer TAKEN = HookAnswer.of(202, "");
    private static final HookAnswer WRONG =
            HookAnswer.of(401, "The delivery is not signed as it has to be.\n");
    private static final HookAnswer TOO_LARGE =
            HookAnswer.of(413, "The delivery is larger than it may be.\n");
    private static final HookAnswer TOO_MANY =
            HookAnswer.later(429, "Too many requests; come again later.\n", SOON);

    private final HookRows.Row row;
    private final Trigger<WebhookTrigger> trigger;
    private final List<byte[]> keys;
    private final Surroundings around;

    /** What all hooks share. */
    record Surroundings(
            Handover handover,
            TriggerReport report,
            HookRates rates,
            WebhookMetrics metrics,
            WebhookProperties properties) {}

    /**
     * @param keys the newest first; the second, if there is one, is good until its row says
     */
    LiveHook(
            HookRows.Row row,
            Trigger<WebhookTrigger> trigger,
            List<byte[]> keys,
            Surroundings around) {
        this.row = row;
        this.trigger = trigger;
        this.keys = List.copyOf(keys);
        this.around = around;
    }

    HookRows.Row row() {
        return row;
    }

    HookRows.Stamp stamp() {
        return new HookRows.Stamp(row.revision(), trigger.revision());
    }

    @Override
    public int maxBytes() {
        return (int) around.properties().maxBody().toBytes();
    }

    @Override
    public @Nullable HookAnswer before(HookRequest head) {
        return around.rates().admits(head.client()) ? null : TOO_MANY;
    }

    @Override
    public CompletableFuture<HookAnswer> take(HookRequest request) {
        if (request.body().length <= AT_ONCE) {
            return taken(request);
        }
        CompletableFuture<HookAnswer> answer = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("webhook-large")
                .start(
                        () ->
                                taken(request)
                                        .whenComplete(
                                                (said, failure) -> {
                                                    if (failure == null) {
                                                        answer.complete(said);
                                                    } else {
                                                        answer.completeExceptionally(failure);
                                                    }
                                                }));
        return answer;
    }

    private CompletableFuture<HookAnswer> taken(HookRequest request) {
        try {
            return switch (verifying(request.arrival()).verdict(request)) {
                case Verdict.Genuine genuine -> accepted(request, genuine);
                case Verdict.Challenge(String text) -> {
                    around.metrics().verified();
                    yield CompletableFuture.completedFuture(HookAnswer.of(200, text));
                }
                case Verdict.Wrong(String forOwner) -> {
                    around.metrics().refused();
                    around.rates().wrong(request.client());
                    around.report().failed(trigger, forOwner);
                    yield CompletableFuture.completedFuture(WRONG);
                }
            };
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Verifying verifying(Instant now) {
        Instant until = row.until();
        boolean both = until != null && now.isBefore(until);
        return new Verifying(trigger.configuration(), both ? keys : List.of(keys.getFirst()));
    }

    private CompletableFuture<HookAnswer> accepted(HookRequest request, Verdict.Genuine genuine) {
        around.metrics().verified();
        if (!around.rates().takes(row.hook())) {
            return CompletableFuture.completedFuture(TOO_MANY);
        }
        return around.handover()
                .event(
                        trigger,
                        WebhookEvents.event(trigger, request, genuine),
                        genuine.id(),
                        null,
                        new Origin(Lineage.FIRST, trace(request)))
                .handle((_, failure) -> failure == null ? TAKEN : refused(failure));
    }

    /** What the sender says of it: it is known to be the sender by now. */
    private static TraceContext trace(HookRequest request) {
        return new TraceContext(
                request.header("x-amzn-trace-id"),
                request.header("traceparent"),
                request.header("tracestate"));
    }

    /** Only what is in the queue was taken. */
    private static HookAnswer refused(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(cause instanceof RefusedException refusal)) {
            LOG.error("a delivery to a webhook was not accepted", cause);
            return HookAnswer.later(503, "It could not be taken; come again later.\n", SOON);
        }
        if (refusal.code() == ErrorCode.EVENT_TOO_LARGE) {
            return TOO_LARGE;
        }
        Duration after = Objects.requireNonNullElse(refusal.retryAfter(), SOON);
        return refusal.code().status() == 429
                ? HookAnswer.later(429, "Too many deliveries wait; come again later.\n", after)
                : HookAnswer.later(503, "It could not be taken; come again later.\n", after);
    }
}
