package dev.meterlark.invocation.deadletter;

import dev.meterlark.edge.AuditTrail;
import dev.meterlark.invocation.Accepted;
import dev.meterlark.invocation.AsyncCall;
import dev.meterlark.invocation.AsyncCalls;
import dev.meterlark.platform.Outbox;
import dev.meterlark.platform.OutboxEntry;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs calls again that were given up on: one, or many of a function. */
@Service
public class Replays {

    private static final Instant EARLIEST = Instant.EPOCH;

    private final DeadLetterRows letters;
    private final ReplayRows replays;
    private final Replaying replaying;
    private final ReplayingEnded ended;
    private final ObjectProvider<AsyncCalls> calls;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final DeadLetterProperties properties;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    Replays(
            DeadLetterRows letters,
            ReplayRows replays,
            Replaying replaying,
            ReplayingEnded ended,
            ObjectProvider<AsyncCalls> calls,
            Outbox outbox,
            AuditTrail audit,
            DeadLetterProperties properties,
            PlatformTransactionManager transactions,
            InstantSource clock) {
        this.letters = letters;
        this.replays = replays;
        this.replaying = replaying;
        this.ended = ended;
        this.calls = calls;
        this.outbox = outbox;
        this.audit = audit;
        this.properties = properties;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * A dead letter that is asked again answers with the same new call; of any other call that has
     * ended each is a new one.
     *
     * @return empty when the account has no such call
     * @throws RefusedException when its event is not kept, or cannot be run
     */
    public Optional<Accepted> replay(Caller caller, InvocationId id) {
        Optional<DeadLetter> letter = letters.find(caller.account(), id);
        if (letter.isEmpty()) {
            return replayEnded(caller, id);
        }
        Accepted accepted = replaying.replay(letter.get());
        if (letter.get().replayedAs() == null) {
            transaction.executeWithoutResult(
                    _ ->
                            audit.record(
                                    caller,
                                    "dead-letter.replayed",
                                    "function:" + letter.get().functionName(),
                                    Map.of("call", id.toString(), "as", accepted.id().toString())));
        }
        return Optional.of(accepted);
    }

    private Optional<Accepted> replayEnded(Caller caller, InvocationId id) {
        Optional<AsyncCall> call = calls.getObject().find(caller.account(), id);
        call.filter(each -> !each.status().ended()).ifPresent(Replays::refuse);
        Optional<Accepted> accepted = ended.replay(caller, id);
        if (accepted.isEmpty()) {
            call.ifPresent(Replays::refuse);
        }
        return accepted;
    }

    private static void refuse(AsyncCall call) {
        throw new RefusedException(
                ErrorCode.CONFLICT,
                call.status().ended()
                        ? "the call has %s, and its event is not kept any more; send the event again"
                                .formatted(call.status().wireName())
                        : "the call has not ended: it is %s".formatted(call.status().wireName()));
    }

    /**
     * Begins to replay what is there now and was not replayed, oldest first.
     *
     * @param filter of one function
     * @param most of them; null for as many as one replay may take
     */
    @Transactional
    public Replay start(
            Caller caller, String functionName, DeadLetterFilter filter, @Nullable Integer most) {
        int bound = most == null ? properties.mostPerReplay() : most;
        if (bound < 1 || bound > properties.mostPerReplay()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "limit must be 1 to %d, was: %d".formatted(properties.mostPerReplay(), bound));
        }
        Instant now = clock.instant();
        DeadLetterFilter whole = bounded(filter, now);
        long letterCount = Math.min(bound, letters.count(caller.account(), whole));
        var replay =
                new Replay(
                        ReplayId.random(),
                        caller.account(),
                        functionName,
                        whole,
                        letterCount,
                        0,
                        0,
                        null,
                        "",
                        now,
                        null);
        replays.insert(replay);
        outbox.put(List.of(entry(replay)));
        audit.record(
                caller,
                "dead-letters.replay-started",
                "function:" + functionName,
                Map.of("replay", replay.id().toString(), "letters", letterCount));
        return replay;
    }

    public Optional<Replay> find(AccountId account, ReplayId id) {
        return replays.find(account, id);
    }

    private static DeadLetterFilter bounded(DeadLetterFilter filter, Instant now) {
        Instant from = filter.from() == null ? EARLIEST : filter.from();
        Instant to = filter.to() == null || filter.to().isAfter(now) ? now : filter.to();
        return new DeadLetterFilter(
                filter.function(), filter.reason(), filter.errorType(), from, to);
    }

    private static OutboxEntry entry(Replay replay) {
        return new OutboxEntry(
                replay.id().value(),
                ReplayCarrier.KIND,
                replay.account(),
                "replay of dead letters of " + replay.functionName(),
                new byte[0],
                replay.startedAt());
    }
}
