package dev.meterlark.function;

import dev.meterlark.account.Accounts;
import dev.meterlark.account.AuditLog;
import dev.meterlark.function.snapshot.AsyncPolicy;
import dev.meterlark.function.snapshot.DestinationCatalog;
import dev.meterlark.function.snapshot.DestinationTarget;
import dev.meterlark.function.snapshot.DestinationTarget.OfFunction;
import dev.meterlark.function.snapshot.DestinationTarget.OfWebhook;
import dev.meterlark.function.snapshot.FunctionPublished;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What becomes of the asynchronous calls of functions: retries, age, and who is told of the end.
 */
@Service
@Transactional
public class AsyncPolicies {

    private final FunctionRows functions;
    private final Accounts accounts;
    private final DestinationCatalog destinations;
    private final References references;
    private final ObjectProvider<TakenNames> naming;
    private final WebhookSecrets secrets;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final InstantSource clock;

    AsyncPolicies(
            FunctionRows functions,
            Accounts accounts,
            DestinationCatalog destinations,
            References references,
            ObjectProvider<TakenNames> naming,
            WebhookSecrets secrets,
            AuditLog audit,
            ApplicationEventPublisher events,
            InstantSource clock) {
        this.functions = functions;
        this.accounts = accounts;
        this.destinations = destinations;
        this.references = references;
        this.naming = naming;
        this.secrets = secrets;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public AsyncView show(Caller caller, String name) {
        return view(
                functions
                        .findByAccountAndName(caller.account(), name)
                        .orElseThrow(AsyncPolicies::unknown));
    }

    /** What is null becomes what is usual, whatever it was before. */
    public AsyncView change(Caller caller, String name, AsyncSettings settings) {
        AsyncPolicy wanted = AsyncShaping.policy(settings);
        if (AsyncColumn.text(wanted).length() > AsyncColumn.LONGEST) {
            throw invalid("the settings may have %d characters".formatted(AsyncColumn.LONGEST));
        }
        Function function = lock(caller.account(), name, wanted);
        check(function, "onSuccess", wanted.onSuccess());
        check(function, "onFailure", wanted.onFailure());
        if (!wanted.equals(function.async())) {
            function.take(wanted, clock.instant());
            if (targets(wanted).anyMatch(OfWebhook.class::isInstance)) {
                secrets.makeUnlessThere(function, clock.instant());
            }
            accounts.whenOpen(function.account())
                    .ifPresent(
                            owner ->
                                    events.publishEvent(
                                            new FunctionPublished(function.snapshot(owner))));
            audit.record(
                    caller,
                    "function.async-changed",
                    "function:" + name,
                    Map.of("settings", AsyncColumn.text(wanted)));
        }
        return view(function);
    }

    /** Back to what every function has from the start. */
    public void reset(Caller caller, String name) {
        change(caller, name, new AsyncSettings(null, null, null, null, null));
    }

    /**
     * Takes the function and those that it points at in one order everywhere, so that none goes
     * while another begins to point at it and nobody waits in a circle.
     */
    private Function lock(AccountId account, String name, AsyncPolicy wanted) {
        Map<String, String> missing = new TreeMap<>();
        Map<String, List<OfFunction>> byName = new TreeMap<>();
        targets(wanted)
                .filter(OfFunction.class::isInstance)
                .map(OfFunction.class::cast)
                .forEach(
                        each ->
                                byName.computeIfAbsent(each.name(), _ -> new ArrayList<>())
                                        .add(each));
        byName.putIfAbsent(name, List.of());
        Optional<Function> function = Optional.empty();
        for (Map.Entry<String, List<OfFunction>> each : byName.entrySet()) {
            if (each.getKey().equals(name)) {
                function = functions.lock(account, name);
            } else {
                each.getValue().stream()
                        .filter(target -> !isThere(account, target))
                        .forEach(target -> missing.put(each.getKey(), target.qualifier()));
            }
        }
        Function found = function.orElseThrow(AsyncPolicies::unknown);
        missing.forEach(AsyncPolicies::refuseMissing);
        return found;
    }

    private boolean isThere(AccountId account, OfFunction target) {
        return references.hold(account, target.name(), target.qualifier())
                || target.qualifier().equals(Function.LATEST)
                        && naming.orderedStream()
                                .anyMatch(each -> each.takenBy(account, target.name()).isPresent());
    }

    /** The same for what is another account's. */
    private static void refuseMissing(String name, String qualifier) {
        throw invalid(
                qualifier.equals(Function.LATEST)
                        ? "there is no function or pipeline %s to tell".formatted(Shown.text(name))
                        : "there is no function %s with a version or alias %s to tell"
                                .formatted(Shown.text(name), Shown.text(qualifier)));
    }

    private void check(Function function, String field, @Nullable DestinationTarget target) {
        if (target == null) {
            return;
        }
        if (target instanceof OfFunction(String name, String _) && name.equals(function.name())) {
            throw invalid("%s: a function cannot be its own destination".formatted(field));
        }
        String refusal = destinations.refusal(function.account(), target);
        if (refusal != null) {
            throw invalid(field + ": " + refusal);
        }
    }

    private static Stream<DestinationTarget> targets(AsyncPolicy policy) {
        return Stream.of(
                        Optional.ofNullable(policy.onSuccess()),
                        Optional.ofNullable(policy.onFailure()))
                .flatMap(Optional::stream);
    }

    private static AsyncView view(Function function) {
        AsyncSettings shown = AsyncSettings.of(function.async());
        AsyncPolicy policy = function.async();
        return new AsyncView(
                function.name(),
                policy.maxRetries(),
                policy.maxAge().toSeconds(),
                policy.resultKeptFor().toSeconds(),
                shown.onSuccess(),
                shown.onFailure());
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }

    /** The same for those that are another account's. */
    private static RefusedException unknown() {
        return new RefusedException(
                ErrorCode.NOT_FOUND, "there is no such function in this account");
    }
}
