package dev.meterlark.console.home;

import dev.meterlark.account.ApiKeyView;
import dev.meterlark.account.ApiKeys;
import dev.meterlark.console.Health;
import dev.meterlark.console.Show;
import dev.meterlark.function.Functions;
import dev.meterlark.invocation.deadletter.DeadLetters;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Permission;
import dev.meterlark.telemetry.AccountCalls;
import dev.meterlark.telemetry.Call;
import dev.meterlark.telemetry.CallPage;
import dev.meterlark.telemetry.CallQuery;
import dev.meterlark.telemetry.CallStatus;
import dev.meterlark.telemetry.metrics.CallMetrics;
import dev.meterlark.telemetry.metrics.Point;
import dev.meterlark.trigger.TriggerQuery;
import dev.meterlark.trigger.TriggerState;
import dev.meterlark.trigger.TriggerView;
import dev.meterlark.trigger.Triggers;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What needs somebody's attention, as much of it as one may know. Each kind is read up to a bound.
 */
@Component
class Concerns {

    static final int MOST_OF_A_KIND = 5;

    /** Some may be deleted by now. */
    private static final int MOST_SUSPECTS = 50;

    /** The last failures, beside those that fail by their sums. */
    private static final int LAST_FAILURES = 20;

    private static final int MOST_COUNTED = 100;

    private static final Duration LATELY = Duration.ofDays(1);
    private static final Duration SOON = Duration.ofDays(14);

    private final Functions functions;
    private final AccountCalls calls;
    private final CallMetrics metrics;
    private final Triggers triggers;
    private final DeadLetters letters;
    private final ApiKeys keys;
    private final MoneyConcerns money;
    private final InstantSource clock;

    Concerns(
            Functions functions,
            AccountCalls calls,
            CallMetrics metrics,
            Triggers triggers,
            DeadLetters letters,
            ApiKeys keys,
            MoneyConcerns money,
            InstantSource clock) {
        this.functions = functions;
        this.calls = calls;
        this.metrics = metrics;
        this.triggers = triggers;
        this.letters = letters;
        this.keys = keys;
        this.money = money;
        this.clock = clock;
    }

    /** What does harm now comes first. */
    List<Concern> of(Caller caller) {
        List<Concern> found = new ArrayList<>();
        if (caller.may(Permission.BILLING_READ)) {
            found.addAll(money.of(caller.account()));
        }
        if (caller.may(Permission.LOGS_READ)) {
            found.addAll(failing(caller));
            found.addAll(letters(caller));
        }
        if (caller.may(Permission.FUNCTIONS_READ)) {
            found.addAll(paused(caller));
        }
        if (caller.may(Permission.KEYS_MANAGE)) {
            found.addAll(expiring(caller));
        }
        return Stream.concat(
                        found.stream().filter(each -> each.mood().equals("bad")),
                        found.stream().filter(each -> !each.mood().equals("bad")))
                .toList();
    }

    private List<Concern> failing(Caller caller) {
        Instant now = clock.instant();
        Instant since = now.minus(LATELY);
        Set<FunctionId> suspects = suspects(caller.account(), since);
        if (suspects.isEmpty()) {
            return List.of();
        }
        Map<FunctionId, Point> lately = metrics.summaries(caller.account(), suspects, since, now);
        List<Concern> found = new ArrayList<>();
        for (FunctionId id : suspects) {
            Point point = lately.get(id);
            if (point != null
                    && Health.manyErrors(point.errors(), point.calls())
                    && found.size() < MOST_OF_A_KIND) {
                functions.nameOf(caller, id).ifPresent(name -> found.add(failing(name, point)));
            }
        }
        return found;
    }

    /**
     * Those of the last failures, which need not be summed up yet, and where there were more, those
     * that fail by their sums: many failures of one do not hide another's.
     */
    private Set<FunctionId> suspects(AccountId account, Instant since) {
        var last = new CallQuery(null, LAST_FAILURES, CallStatus.FAILED);
        CallPage page = calls.recent(account, last);
        Set<FunctionId> suspects = new LinkedHashSet<>();
        if (page.nextCursor() != null && page.items().getLast().startedAt().isAfter(since)) {
            suspects.addAll(metrics.failing(account, since, Health.MANY_ERRORS, MOST_SUSPECTS));
        }
        page.items().stream()
                .filter(call -> call.startedAt().isAfter(since))
                .map(Call::function)
                .forEach(suspects::add);
        return suspects;
    }

    private static Concern failing(String name, Point lately) {
        return Concern.bad(
                name + " is failing",
                "%s of %s calls since yesterday ended with an error of the function."
                        .formatted(Show.count(lately.errors()), Show.count(lately.calls())),
                "/functions/" + name);
    }

    private List<Concern> letters(Caller caller) {
        int waiting = letters.waiting(caller.account(), MOST_COUNTED + 1);
        if (waiting == 0) {
            return List.of();
        }
        String title =
                waiting == 1
                        ? "1 dead letter"
                        : waiting > MOST_COUNTED
                                ? "More than %d dead letters".formatted(MOST_COUNTED)
                                : "%d dead letters".formatted(waiting);
        return List.of(
                Concern.warn(
                        title,
                        "Calls that were given up on, with their events: run them again, or delete"
                                + " them.",
                        "/dead-letters"));
    }

    private List<Concern> paused(Caller caller) {
        var query = new TriggerQuery(null, null, null, TriggerState.PAUSED);
        return triggers.list(caller, query, null, MOST_OF_A_KIND).items().stream()
                .map(Concerns::paused)
                .toList();
    }

    private static Concern paused(TriggerView trigger) {
        String target = Objects.requireNonNullElse(trigger.function(), trigger.pipeline());
        return Concern.warn(
                "A trigger of %s is paused (%s)".formatted(target, trigger.type()),
                trigger.reason() == null ? "" : Show.sentence(trigger.reason()),
                "/triggers/" + trigger.id());
    }

    private List<Concern> expiring(Caller caller) {
        Instant now = clock.instant();
        Instant soon = now.plus(SOON);
        return keys.live(caller).stream()
                .filter(key -> key.expiresAt() != null && key.expiresAt().isBefore(soon))
                .limit(MOST_OF_A_KIND)
                .map(key -> expiring(key, now))
                .toList();
    }

    private static Concern expiring(ApiKeyView key, Instant now) {
        long days = Duration.between(now, Objects.requireNonNull(key.expiresAt())).toDays();
        String when =
                days == 0 ? "within a day" : days == 1 ? "in 1 day" : "in %d days".formatted(days);
        return Concern.warn(
                "The API key %s expires %s".formatted(key.name(), when),
                "Make another one, and give it to what uses this one.",
                "/account/keys");
    }
}
