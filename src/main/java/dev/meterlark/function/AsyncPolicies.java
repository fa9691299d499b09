package dev.meterlark.function;

import dev.meterlark.account.Accounts;
import dev.meterlark.account.AuditLog;
import dev.meterlark.function.snapshot.AsyncPolicy;
import dev.meterlark.function.snapshot.DestinationTarget.OfFunction;
import dev.meterlark.function.snapshot.DestinationTarget.OfKafka;
import dev.meterlark.function.snapshot.DestinationTarget.OfWebhook;
import dev.meterlark.function.snapshot.FunctionPublished;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.shared.Revision;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What becomes of the asynchronous calls of functions: retries, age, and who is told of the end.
 */
@Service
@Transactional
public class AsyncPolicies {

    private final FunctionRows functions;
    private final Accounts accounts;
    private final AsyncWishes wishes;
    private final WebhookSecrets secrets;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final InstantSource clock;

    AsyncPolicies(
            FunctionRows functions,
            Accounts accounts,
            AsyncWishes wishes,
            WebhookSecrets secrets,
            AuditLog audit,
            ApplicationEventPublisher events,
            InstantSource clock) {
        this.functions = functions;
        this.accounts = accounts;
        this.wishes = wishes;
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

    /** Empty when there is no such function. */
    @Transactional(readOnly = true)
    public Optional<AsyncPolicy> of(AccountId account, String name) {
        return functions.findByAccountAndName(account, name).map(Function::async);
    }

    /** What is null becomes what is usual, whatever it was before. */
    public AsyncView change(Caller caller, String name, AsyncSettings settings) {
        AsyncPolicy wanted = AsyncWishes.shaped(settings);
        Function function = lock(caller.account(), name, wanted);
        Revision.require("the function", settings.revision(), function.revision());
        wishes.require(caller, name, function.async(), wanted);
        if (!wanted.equals(function.async())) {
            function.take(wanted, clock.instant());
            if (wanted.targets().stream().anyMatch(OfWebhook.class::isInstance)) {
                secrets.makeUnlessThere(function.account(), function.id());
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
        change(caller, name, AsyncSettings.USUAL);
    }

    /**
     * Takes the function and those that it points at in one order everywhere, so that none goes
     * while another begins to point at it and nobody waits in a circle.
     */
    private Function lock(AccountId account, String name, AsyncPolicy wanted) {
        Map<String, String> missing = new TreeMap<>();
        Map<String, List<OfFunction>> byName = new TreeMap<>();
        wanted.targets().stream()
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
                        .filter(target -> !wishes.isThere(account, target))
                        .forEach(target -> missing.put(each.getKey(), target.qualifier()));
            }
        }
        Function found = function.orElseThrow(AsyncPolicies::unknown);
        missing.forEach(AsyncWishes::refuseMissing);
        return found;
    }

    /** Names of functions that tell a Kafka of the ends of their calls, by its name here. */
    @Transactional(readOnly = true)
    public List<String> telling(Caller caller, String kafkaConnection) {
        return functions.withAsyncPolicy(caller.account()).stream()
                .filter(each -> tells(each.async(), kafkaConnection))
                .map(Function::name)
                .toList();
    }

    /** Whether ends go to a Kafka, by its name here. */
    public static boolean tells(AsyncPolicy policy, String kafkaConnection) {
        return policy.targets().stream()
                .anyMatch(
                        each ->
                                each instanceof OfKafka kafka
                                        && kafka.connection().equals(kafkaConnection));
    }

    private static AsyncView view(Function function) {
        return AsyncView.of(function.name(), function.async(), function.revision());
    }

    /** The same for those that are another account's. */
    private static RefusedException unknown() {
        return new RefusedException(
                ErrorCode.NOT_FOUND, "there is no such function in this account");
    }
}
