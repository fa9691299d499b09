package dev.meterlark.function;

import dev.meterlark.function.snapshot.AsyncPolicy;
import dev.meterlark.function.snapshot.DestinationCatalog;
import dev.meterlark.function.snapshot.DestinationTarget;
import dev.meterlark.function.snapshot.DestinationTarget.OfBucket;
import dev.meterlark.function.snapshot.DestinationTarget.OfFunction;
import dev.meterlark.function.snapshot.DestinationTarget.OfKafka;
import dev.meterlark.function.snapshot.DestinationTarget.OfQueue;
import dev.meterlark.function.snapshot.DestinationTarget.OfTopic;
import dev.meterlark.function.snapshot.DestinationTarget.OfWebhook;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Whether asynchronous calls may be handled as wanted: of functions, and of what is called alike.
 */
@Component
public class AsyncWishes {

    private final References references;
    private final DestinationCatalog destinations;
    private final ObjectProvider<TakenNames> naming;

    AsyncWishes(
            References references,
            DestinationCatalog destinations,
            ObjectProvider<TakenNames> naming) {
        this.references = references;
        this.destinations = destinations;
        this.naming = naming;
    }

    /** What is null becomes what is usual. */
    public static AsyncPolicy shaped(AsyncSettings settings) {
        AsyncPolicy wanted = AsyncShaping.policy(settings);
        if (AsyncColumn.text(wanted).length() > AsyncColumn.LONGEST) {
            throw invalid("the settings may have %d characters".formatted(AsyncColumn.LONGEST));
        }
        return wanted;
    }

    /** Functions that are told are there, and stay so until the caller's transaction ends. */
    public void hold(AccountId account, AsyncPolicy wanted) {
        wanted.targets().stream()
                .filter(OfFunction.class::isInstance)
                .map(OfFunction.class::cast)
                .filter(target -> !isThere(account, target))
                .findFirst()
                .ifPresent(target -> refuseMissing(target.name(), target.qualifier()));
    }

    /**
     * @param owner the function or pipeline whose calls they are
     * @param before what is a destination already may stay one
     */
    public void require(Caller caller, String owner, AsyncPolicy before, AsyncPolicy wanted) {
        require(caller, owner, before, "onSuccess", wanted.onSuccess());
        require(caller, owner, before, "onFailure", wanted.onFailure());
    }

    private void require(
            Caller caller,
            String owner,
            AsyncPolicy before,
            String field,
            @Nullable DestinationTarget target) {
        if (target == null) {
            return;
        }
        if (!before.targets().contains(target)) {
            requireTheirs(caller, field, target);
        }
        if (target instanceof OfFunction(String name, String _) && name.equals(owner)) {
            throw invalid("%s: %s cannot be its own destination".formatted(field, owner));
        }
        String refusal = destinations.refusal(caller.account(), target);
        if (refusal != null) {
            throw invalid(field + ": " + refusal);
        }
    }

    /**
     * Whoever says who is told makes the function do it: it takes what telling them oneself would
     * take. What is a destination already may stay one.
     */
    private static void requireTheirs(Caller caller, String field, DestinationTarget target) {
        switch (target) {
            case OfFunction(String name, String qualifier) -> {
                if (!caller.about().covers(name)) {
                    refuseMissing(name, qualifier);
                }
            }
            case OfQueue _, OfTopic _, OfBucket _, OfKafka _ -> {
                if (!caller.may(Permission.STORAGE_WRITE)) {
                    throw new RefusedException(
                            ErrorCode.FORBIDDEN,
                            "%s: to make a function write there takes the permission %s, which these credentials do not have"
                                    .formatted(field, Permission.STORAGE_WRITE.wireName()));
                }
            }
            case OfWebhook _ -> {}
        }
    }

    /** Held to the transaction's end; also a pipeline, as it is. */
    boolean isThere(AccountId account, OfFunction target) {
        return references.hold(account, target.name(), target.qualifier())
                || target.qualifier().equals(Function.LATEST)
                        && naming.orderedStream()
                                .anyMatch(each -> each.takenBy(account, target.name()).isPresent());
    }

    /** The same for what is another account's. */
    static void refuseMissing(String name, String qualifier) {
        throw invalid(
                qualifier.equals(Function.LATEST)
                        ? "there is no function or pipeline %s to tell".formatted(Shown.text(name))
                        : "there is no function %s with a version or alias %s to tell"
                                .formatted(Shown.text(name), Shown.text(qualifier)));
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
