package dev.meterlark.invocation.queue;

import dev.meterlark.invocation.AcceptGuard;
import dev.meterlark.invocation.Accepted;
import dev.meterlark.invocation.AsyncCall;
import dev.meterlark.invocation.AsyncCalls;
import dev.meterlark.invocation.AsyncResult;
import dev.meterlark.invocation.AsyncTerms;
import dev.meterlark.invocation.Attempts;
import dev.meterlark.invocation.Attempts.Target;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.platform.DatabaseClock;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The front of the queue. */
@Component
class QueuedCalls implements AsyncCalls {

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final int SHOWN = 60;

    private final Attempts attempts;
    private final Targets targets;
    private final AcceptQueue accepting;
    private final StoredCalls stored;
    private final Cancels cancels;
    private final DatabaseClock clock;
    private final QueueMetrics metrics;
    private final QueueProperties properties;
    private final List<AcceptGuard> guards;

    QueuedCalls(
            Attempts attempts,
            Targets targets,
            AcceptQueue accepting,
            StoredCalls stored,
            Cancels cancels,
            DatabaseClock clock,
            QueueMetrics metrics,
            QueueProperties properties,
            ObjectProvider<AcceptGuard> guards) {
        this.attempts = attempts;
        this.targets = targets;
        this.accepting = accepting;
        this.stored = stored;
        this.cancels = cancels;
        this.clock = clock;
        this.metrics = metrics;
        this.properties = properties;
        this.guards = guards.orderedStream().toList();
    }

    @Override
    public CompletableFuture<Accepted> accept(
            AccountId account, FunctionRef function, Event event, AsyncTerms terms) {
        try {
            Offer offer = checked(new Wanted(account, function, event, terms));
            accepting.offer(offer);
            return told(offer);
        } catch (RefusedException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Offer checked(Wanted call) {
        Target target = attempts.target(call.account(), call.function());
        guards.forEach(guard -> guard.check(call.account(), call.event()));
        checkEvent(call.function(), call.event());
        checkKey("deduplication", call.terms().deduplicationKey());
        checkKey("ordering", call.terms().orderingKey());
        Offer offer = offer(target, call.function(), call.event(), call.terms(), now());
        targets.remember(target);
        return offer;
    }

    @Override
    public List<Taken> acceptWithin(List<Wanted> calls) {
        Map<Offer, Integer> places = new LinkedHashMap<>();
        Taken[] taken = new Taken[calls.size()];
        for (int i = 0; i < taken.length; i++) {
            try {
                places.put(checked(calls.get(i)), i);
            } catch (RefusedException e) {
                taken[i] = new Taken.Refused(e);
            }
        }
        List<Offer> offers = List.copyOf(places.keySet());
        Map<Offer, Accepting.Told> told = guarded(() -> accepting.within(offers));
        places.forEach((offer, place) -> taken[place] = taken(offer, told));
        return List.of(taken);
    }

    private Taken taken(Offer offer, Map<Offer, Accepting.Told> told) {
        return switch (Objects.requireNonNull(told.get(offer))) {
            case Accepting.Told.Kept(var accepted, _) -> {
                var _ = told(offer); // counts it after the commit
                yield new Taken.Kept(accepted);
            }
            case Accepting.Told.Refused(RefusedException why) -> new Taken.Refused(why);
        };
    }

    private CompletableFuture<Accepted> told(Offer offer) {
        var told = new CompletableFuture<Accepted>();
        offer.promise()
                .whenComplete(
                        (accepted, failure) -> {
                            if (failure != null) {
                                told.completeExceptionally(AcceptQueue.refusal(failure));
                                return;
                            }
                            if (!accepted.duplicate()) {
                                metrics.accepted();
                            }
                            told.complete(accepted);
                        });
        return told;
    }

    private Instant now() {
        return guarded(clock::now);
    }

    private Offer offer(
            Target target, FunctionRef function, Event event, AsyncTerms terms, Instant now) {
        return new Offer(
                InvocationId.at(now),
                target.account(),
                target.function(),
                function,
                event,
                EventHead.encode(event),
                terms,
                now,
                start(terms, now),
                new CompletableFuture<>());
    }

    private void checkEvent(FunctionRef function, Event event) {
        long most = properties.maxEventSize().toBytes();
        if (event.payload().length > most) {
            throw new RefusedException(
                    ErrorCode.EVENT_TOO_LARGE,
                    "the event of an asynchronous call may have at most %d bytes, this one has %d; put larger data elsewhere and send where it is"
                            .formatted(most, event.payload().length));
        }
        attempts.check(function, event);
    }

    private static void checkKey(String which, @Nullable String key) {
        if (key != null && !KEY.matcher(key).matches()) {
            throw invalid(
                    "the %s key must be 1 to 255 printable ASCII characters without spaces, was %d characters: %s"
                            .formatted(which, key.length(), shown(key)));
        }
    }

    private Instant start(AsyncTerms terms, Instant now) {
        Duration delay = terms.delay();
        Instant notBefore = terms.notBefore();
        if (delay != null && notBefore != null) {
            throw invalid("say either a delay or when the call is not to run before, not both");
        }
        if (delay != null && delay.isNegative()) {
            throw invalid("the delay must not be negative, was: %d s".formatted(delay.toSeconds()));
        }
        Instant latest = now.plus(properties.longestDelay());
        Instant start = notBefore;
        if (delay != null) {
            start = delay.compareTo(properties.longestDelay()) > 0 ? Instant.MAX : now.plus(delay);
        }
        if (start != null && start.isAfter(latest)) {
            throw invalid(
                    "a call may be put off by at most %d s, until %s; make it later, or let a schedule make it"
                            .formatted(properties.longestDelay().toSeconds(), latest));
        }
        return start == null || start.isBefore(now) ? now : start;
    }

    @Override
    public Optional<AsyncCall> find(AccountId account, InvocationId id) {
        return guarded(() -> stored.find(account, id));
    }

    @Override
    public Optional<AsyncResult> result(AccountId account, InvocationId id) {
        return guarded(() -> stored.result(account, id));
    }

    @Override
    public Optional<AsyncCall> cancel(Caller caller, InvocationId id) {
        return guarded(
                () -> {
                    cancels.cancel(caller, id);
                    return stored.find(caller.account(), id);
                });
    }

    private static <T> T guarded(Supplier<T> work) {
        try {
            return work.get();
        } catch (DataAccessException | TransactionException e) {
            throw new RefusedException(
                    ErrorCode.QUEUE_UNAVAILABLE,
                    "the queue of asynchronous calls cannot be read now; try again",
                    e.toString(),
                    e);
        }
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
