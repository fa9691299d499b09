package dev.meterlark.function;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What else knows functions, versions and aliases by their names, of whatever module. */
@Component
class Pointers {

    private static final int MOST_NAMED = 5;

    private final ObjectProvider<PointsAt> pointing;
    private final ObjectProvider<TakenNames> naming;
    private final ObjectProvider<AliasHold> holding;
    private final ObjectProvider<Dependents> dependents;

    Pointers(
            ObjectProvider<PointsAt> pointing,
            ObjectProvider<TakenNames> naming,
            ObjectProvider<AliasHold> holding,
            ObjectProvider<Dependents> dependents) {
        this.pointing = pointing;
        this.naming = naming;
        this.holding = holding;
        this.dependents = dependents;
    }

    /**
     * Refuses to delete what something points at.
     *
     * @param qualifier null for the function as a whole
     * @param own what points there within this module
     */
    void requireNone(
            AccountId account, String function, @Nullable String qualifier, List<String> own) {
        List<String> all =
                Stream.concat(own.stream(), at(account, function, qualifier).stream()).toList();
        if (all.isEmpty()) {
            return;
        }
        String named = all.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        int more = all.size() - MOST_NAMED;
        throw new RefusedException(
                ErrorCode.CONFLICT,
                "%s cannot be deleted, because something points at it: %s%s; let that point elsewhere first"
                        .formatted(
                                qualifier == null ? function : function + ":" + qualifier,
                                named,
                                more > 0 ? " and %d more".formatted(more) : ""));
    }

    /** Texts for people, such as {@code pipeline orders}. */
    List<String> at(AccountId account, String function, @Nullable String qualifier) {
        return pointing.orderedStream()
                .flatMap(each -> each.at(account, function, qualifier).stream())
                .toList();
    }

    /** What would stop working without it, in words for people. */
    List<String> dependingOn(AccountId account, String function) {
        return dependents
                .orderedStream()
                .flatMap(each -> each.on(account, function).stream())
                .toList();
    }

    /** What works for it stops working; the ids of that. */
    List<String> letGo(Caller caller, String function) {
        return dependents
                .orderedStream()
                .flatMap(each -> each.letGo(caller, function).stream())
                .toList();
    }

    void requireFree(AccountId account, String name) {
        Optional<String> holder =
                naming.orderedStream()
                        .flatMap(each -> each.takenBy(account, name).stream())
                        .findFirst();
        if (holder.isPresent()) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "the name %s is taken by %s; choose another name"
                            .formatted(name, holder.get()));
        }
    }

    /** Refuses to move or delete an alias that is moved step by step. */
    void requireUnheld(AccountId account, String function, String alias) {
        holding.orderedStream()
                .flatMap(each -> each.on(account, function, alias).stream())
                .findFirst()
                .ifPresent(
                        why -> {
                            throw new RefusedException(ErrorCode.CONFLICT, why);
                        });
    }
}
