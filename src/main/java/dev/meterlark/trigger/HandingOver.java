package dev.meterlark.trigger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.invocation.Accepted;
import dev.meterlark.invocation.AsyncCalls;
import dev.meterlark.invocation.AsyncTerms;
import dev.meterlark.invocation.Event;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import tools.jackson.databind.JsonNode;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;

/** The way of every pushed event to the queue of asynchronous calls. */
@Component
class HandingOver implements Handover {

    /** With the trigger's id before it, a key of the queue may have so many characters. */
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private final ObjectProvider<AsyncCalls> calls;
    private final Sieves sieves;
    private final TriggerReport report;
    private final InstantSource clock;

    HandingOver(
            ObjectProvider<AsyncCalls> calls,
            Sieves sieves,
            TriggerReport report,
            InstantSource clock) {
        this.calls = calls;
        this.sieves = sieves;
        this.report = report;
        this.clock = clock;
    }

    @Override
    public boolean wants(Trigger<?> trigger, JsonNode event) {
        boolean wanted = sieves.of(trigger).wants(event);
        if (!wanted) {
            report.seen(trigger, 1, clock.instant());
            report.filtered(trigger, 1);
        }
        return wanted;
    }

    @Override
    public JsonNode shaped(Trigger<?> trigger, JsonNode event) {
        return sieves.of(trigger).shaped(event, trigger.id());
    }

    @Override
    public CompletableFuture<Optional<Accepted>> event(
            Trigger<?> trigger,
            JsonNode event,
            String key,
            @Nullable String orderingKey,
            Origin origin) {
        return event(trigger, event, terms(trigger, key, orderingKey), origin);
    }

    @Override
    public CompletableFuture<Optional<Accepted>> event(
            Trigger<?> trigger, JsonNode event, AsyncTerms terms) {
        return event(trigger, event, terms, Origin.UNKNOWN);
    }

    private CompletableFuture<Optional<Accepted>> event(
            Trigger<?> trigger, JsonNode event, AsyncTerms terms, Origin origin) {
        report.seen(trigger, 1, clock.instant());
        EventTime.of(event).ifPresent(at -> report.behind(trigger, at));
        return told(
                trigger,
                () -> {
                    byte[] input = input(trigger, event);
                    if (input == null) {
                        report.filtered(trigger, 1);
                        return nothing();
                    }
                    return accept(trigger, input, terms, origin);
                });
    }

    /** Null when the filter does not want it. */
    private byte @Nullable [] input(Trigger<?> trigger, JsonNode event) {
        Sieve sieve = sieves.of(trigger);
        return sieve.wants(event)
                ? sieve.shaped(event, trigger.id()).toString().getBytes(UTF_8)
                : null;
    }

    @Override
    public List<Given> within(List<Pushed> events) {
        Given[] given = new Given[events.size()];
        List<AsyncCalls.Wanted> wanted = new ArrayList<>();
        for (int i = 0; i < given.length; i++) {
            Pushed each = events.get(i);
            try {
                byte[] input = input(each.trigger(), each.event());
                if (input == null) {
                    given[i] = new Given.Unwanted();
                } else {
                    wanted.add(wanted(each, input));
                }
            } catch (RefusedException e) {
                given[i] = new Given.Refused(e);
            }
        }
        Iterator<AsyncCalls.Taken> taken = calls.getObject().acceptWithin(wanted).iterator();
        for (int i = 0; i < given.length; i++) {
            given[i] = given[i] == null ? given(taken.next()) : given[i];
        }
        reportAfterCommit(events, List.of(given));
        return List.of(given);
    }

    private static AsyncCalls.Wanted wanted(Pushed pushed, byte[] input) {
        Trigger<?> trigger = pushed.trigger();
        return new AsyncCalls.Wanted(
                trigger.account(),
                trigger.target(),
                event(trigger, input, Origin.UNKNOWN),
                pushed.terms());
    }

    private static Given given(AsyncCalls.Taken taken) {
        return switch (taken) {
            case AsyncCalls.Taken.Kept(Accepted accepted) -> new Given.Kept(accepted.id());
            case AsyncCalls.Taken.Refused(RefusedException why) -> new Given.Refused(why);
        };
    }

    private void reportAfterCommit(List<Pushed> events, List<Given> given) {
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        for (int i = 0; i < events.size(); i++) {
                            report(events.get(i), given.get(i));
                        }
                    }
                });
    }

    private void report(Pushed pushed, Given given) {
        Trigger<?> trigger = pushed.trigger();
        report.seen(trigger, 1, clock.instant());
        EventTime.of(pushed.event()).ifPresent(at -> report.behind(trigger, at));
        switch (given) {
            case Given.Kept _ -> {}
            case Given.Unwanted _ -> report.filtered(trigger, 1);
            case Given.Refused(RefusedException why) -> report.failed(trigger, why.publicText());
        }
    }

    @Override
    public CompletableFuture<Optional<Accepted>> batch(
            Trigger<?> trigger, Batch batch, String key, @Nullable String orderingKey) {
        report.seen(trigger, batch.items().size(), clock.instant());
        EventTime.of(batch.items().getFirst().event()).ifPresent(at -> report.behind(trigger, at));
        return told(
                trigger,
                () -> {
                    Sieve sieve = sieves.of(trigger);
                    List<JsonNode> wanted =
                            batch.items().stream()
                                    .map(Batch.Item::event)
                                    .filter(sieve::wants)
                                    .map(event -> sieve.shaped(event, trigger.id()))
                                    .toList();
                    report.filtered(trigger, batch.items().size() - wanted.size());
                    if (wanted.isEmpty()) {
                        return nothing();
                    }
                    byte[] input = batch.shape().written(wanted).toString().getBytes(UTF_8);
                    return accept(trigger, input, terms(trigger, key, orderingKey), batch.origin());
                });
    }

    private CompletableFuture<Optional<Accepted>> accept(
            Trigger<?> trigger, byte[] input, AsyncTerms terms, Origin origin) {
        return calls.getObject()
                .accept(trigger.account(), trigger.target(), event(trigger, input, origin), terms)
                .thenApply(Optional::of)
                .exceptionally(HandingOver::unlessAccepted);
    }

    private static Event event(Trigger<?> trigger, byte[] input, Origin origin) {
        return new Event(
                input,
                Event.JSON,
                trigger.type(),
                origin.trace(),
                null,
                origin.lineage(),
                trigger.id().value());
    }

    /**
     * What comes again need not look the same: a sender signs it anew, a batch is cut elsewhere,
     * the template was changed meanwhile.
     */
    private static Optional<Accepted> unlessAccepted(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof RefusedException refusal
                && refusal.code() == ErrorCode.DEDUPLICATION_MISMATCH) {
            return Optional.empty();
        }
        throw failure instanceof CompletionException known
                ? known
                : new CompletionException(failure);
    }

    private interface Work {

        CompletableFuture<Optional<Accepted>> begin();
    }

    /** What did not work is told to whoever looks at the trigger, beside whoever brought it. */
    private CompletableFuture<Optional<Accepted>> told(Trigger<?> trigger, Work work) {
        CompletableFuture<Optional<Accepted>> promise;
        try {
            promise = work.begin();
        } catch (RefusedException e) {
            promise = CompletableFuture.failedFuture(e);
        }
        return promise.whenComplete(
                (_, failure) -> {
                    if (failure != null) {
                        report.failed(trigger, text(failure));
                    }
                });
    }

    private static String text(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof RefusedException refusal
                ? refusal.publicText()
                : "the platform failed; it is tried again";
    }

    private static CompletableFuture<Optional<Accepted>> nothing() {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    private static AsyncTerms terms(Trigger<?> trigger, String key, @Nullable String orderingKey) {
        AsyncTerms once = AsyncTerms.NOW.once(trigger.id() + "/" + fitting(key));
        return orderingKey == null
                ? once
                : once.inOrderOf(trigger.id() + "/" + fitting(orderingKey));
    }

    /** A key that the queue takes; another stands for one that it does not. */
    private static String fitting(String key) {
        return KEY.matcher(key).matches() ? key : "sha256:" + digest(key);
    }

    private static String digest(String key) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(key.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
