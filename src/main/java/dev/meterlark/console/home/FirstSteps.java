package dev.meterlark.console.home;

import dev.meterlark.account.Accounts;
import dev.meterlark.account.ApiKeys;
import dev.meterlark.function.FunctionView;
import dev.meterlark.function.Functions;
import dev.meterlark.metering.Attempts;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.trigger.TriggerQuery;
import dev.meterlark.trigger.Triggers;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * What somebody does in the first minutes with a new account: make a function, call it, let
 * something make it run, use a key. Shown to who may do it, until all of it is done or the account
 * has functions and is no longer new.
 */
@Component
class FirstSteps {

    private static final Duration NEW = Duration.ofDays(14);

    private final Accounts accounts;
    private final Functions functions;
    private final Attempts attempts;
    private final Triggers triggers;
    private final ApiKeys keys;
    private final InstantSource clock;

    FirstSteps(
            Accounts accounts,
            Functions functions,
            Attempts attempts,
            Triggers triggers,
            ApiKeys keys,
            InstantSource clock) {
        this.accounts = accounts;
        this.functions = functions;
        this.attempts = attempts;
        this.triggers = triggers;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * @param key of its command's element
     * @param href where the console does the same
     */
    record Step(
            String key,
            boolean done,
            String title,
            String text,
            String command,
            String href,
            String action) {}

    /** Empty when there is nothing left to show. */
    List<Step> of(Caller caller) {
        if (!caller.may(Permission.FUNCTIONS_WRITE)) {
            return List.of();
        }
        List<FunctionView> last = functions.lastChanged(caller, 1);
        boolean isNew = accounts.details(caller).createdAt().plus(NEW).isAfter(clock.instant());
        if (!last.isEmpty() && !isNew) {
            return List.of();
        }
        List<Step> steps = steps(caller, last);
        return steps.stream().allMatch(Step::done) ? List.of() : steps;
    }

    private List<Step> steps(Caller caller, List<FunctionView> last) {
        String name = last.isEmpty() ? "hello" : last.getFirst().name();
        List<Step> steps = new ArrayList<>();
        steps.add(function(!last.isEmpty()));
        if (caller.may(Permission.LOGS_READ)) {
            steps.add(call(name, !last.isEmpty(), attempts.hasAny(caller.account())));
        }
        steps.add(
                trigger(
                        name,
                        !last.isEmpty(),
                        !triggers.list(caller, TriggerQuery.ALL, null, 1).items().isEmpty()));
        if (caller.may(Permission.KEYS_MANAGE)) {
            steps.add(key(keys.live(caller).stream().anyMatch(key -> key.lastUsedAt() != null)));
        }
        return steps;
    }

    private static Step function(boolean done) {
        return new Step(
                "function",
                done,
                "Make a function",
                "A ready one to change in the editor, or your own.",
                "lark deploy ./hello",
                "/functions/new",
                "Start from a ready one");
    }

    private static Step call(String name, boolean there, boolean done) {
        return new Step(
                "call",
                done,
                "Call it",
                "See its answer, its log, and what the call cost.",
                "lark invoke %s --event '{\"name\": \"Ada\"}'".formatted(name),
                there ? "/functions/" + name : "/functions/new",
                "Call it here");
    }

    private static Step trigger(String name, boolean there, boolean done) {
        return new Step(
                "trigger",
                done,
                "Let something make it run",
                "A timer, a queue, an upload, a webhook, a change in a table.",
                "lark trigger create %s schedule 'expression=rate(5 minutes)'".formatted(name),
                there ? "/functions/%s/triggers".formatted(name) : "/triggers",
                "See what there is");
    }

    private static Step key(boolean done) {
        return new Step(
                "key",
                done,
                "Use a key from a program",
                "From curl, the command line or AWS's tools.",
                "lark login",
                "/account/keys",
                "API keys");
    }
}
