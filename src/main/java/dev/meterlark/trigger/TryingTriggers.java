package dev.meterlark.trigger;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.meterlark.invocation.Accepted;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends an event by a trigger's whole way, as if it had happened; also while it is paused. */
@Service
public class TryingTriggers {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TriggerRows rows;
    private final Kinds kinds;
    private final Sieves sieves;
    private final Handover handover;

    TryingTriggers(TriggerRows rows, Kinds kinds, Sieves sieves, Handover handover) {
        this.rows = rows;
        this.kinds = kinds;
        this.sieves = sieves;
        this.handover = handover;
    }

    /**
     * What came of it.
     *
     * @param wanted whether the filter lets it through
     * @param invocation the call that it became; null when there is none
     * @param event that was sent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Tried(boolean wanted, @Nullable String invocation, JsonNode event) {}

    /**
     * What would come of an event, without anything being sent or counted.
     *
     * @param wanted whether the filter lets it through
     * @param input what the function would see of it; null when it would see nothing
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Previewed(boolean wanted, JsonNode event, @Nullable JsonNode input) {}

    /**
     * @param event null for a sample of the type's
     * @throws RefusedException when the template makes too much of it
     */
    public Previewed preview(
            Caller caller, TargetKind kind, String target, String id, @Nullable JsonNode event) {
        TriggerRow row = find(caller, kind, target, id);
        Kinds.Known<?> known = kinds.of(row);
        JsonNode given = event == null || event.isNull() ? known.sample(row) : event;
        Sieve sieve = sieves.of(known.trigger(row));
        boolean wanted = sieve.wants(given);
        return new Previewed(wanted, given, wanted ? sieve.shaped(given, row.id()) : null);
    }

    /**
     * Blocks until the call is accepted.
     *
     * @param event null for a sample of the type's
     */
    public Tried send(
            Caller caller, TargetKind kind, String target, String id, @Nullable JsonNode event) {
        TriggerRow row = find(caller, kind, target, id);
        Kinds.Known<?> known = kinds.of(row);
        JsonNode sent = event == null || event.isNull() ? known.sample(row) : event;
        String key = "test/" + TestEventId.random().value();
        try {
            Optional<Accepted> accepted =
                    handover.event(known.trigger(row), sent, key, null)
                            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return new Tried(
                    accepted.isPresent(),
                    accepted.map(call -> call.id().toString()).orElse(null),
                    sent);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RefusedException refusal ? refusal : failed(e);
        } catch (TimeoutException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(e);
        }
    }

    private TriggerRow find(Caller caller, TargetKind kind, String target, String id) {
        return TriggerId.parse(id)
                .flatMap(parsed -> rows.find(caller.account(), parsed))
                .filter(found -> found.isOf(kind, target))
                .orElseThrow(Triggers::unknown);
    }

    private static RefusedException failed(Exception cause) {
        return new RefusedException(
                ErrorCode.QUEUE_UNAVAILABLE,
                "it is not known whether the test event was accepted; try again",
                "a test event was not accepted in time",
                cause);
    }
}
