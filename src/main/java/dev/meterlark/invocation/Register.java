package dev.meterlark.invocation;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What of one kind may be used now, by name. Read without a lock; changed under the lock of its
 * owner. A revision never gives way to an older one of the same thing, and what is withdrawn comes
 * back with a later revision only, in whatever order pushes and readings arrive.
 *
 * @param <S> the kind
 */
final class Register<S> {

    private final Map<Name, Held<S>> held = new ConcurrentHashMap<>();
    private final Map<Identity, Withdrawn> withdrawn = new HashMap<>();
    private final Function<S, Facts> facts;

    /**
     * @param qualifier the version or alias
     */
    record Name(AccountId account, String function, String qualifier) {}

    /** The same name may later be another function's, but never the same identity. */
    private record Identity(FunctionId function, String qualifier) {}

    record Facts(Name name, FunctionId function, long revision) {

        private Identity identity() {
            return new Identity(function, name.qualifier);
        }
    }

    /**
     * @param change counts changes, to tell what a reading of all could not have seen
     */
    private record Held<S>(S one, Facts facts, long change) {}

    private record Withdrawn(long revision, long change) {}

    /**
     * @param before what had the name until now; null for nothing
     */
    record Taken<S>(@Nullable S before) {}

    Register(Function<S, Facts> facts) {
        this.facts = facts;
    }

    @Nullable S find(Name name) {
        Held<S> found = held.get(name);
        return found == null ? null : found.one;
    }

    Stream<S> all() {
        return held.values().stream().map(Held::one);
    }

    /** Empty when something later is known of it. */
    Optional<Taken<S>> publish(S one, long change) {
        Facts its = facts.apply(one);
        Withdrawn last = withdrawn.get(its.identity());
        if (last != null && its.revision <= last.revision) {
            return Optional.empty();
        }
        Held<S> before = held.get(its.name);
        if (before != null
                && before.facts.function.equals(its.function)
                && before.facts.revision > its.revision) {
            return Optional.empty();
        }
        held.put(its.name, new Held<>(one, its, change));
        return Optional.of(new Taken<>(before == null ? null : before.one));
    }

    /**
     * @param last the latest that may not be used any more
     * @return what was used until now, if anything
     */
    Optional<S> withdraw(Facts last, long change) {
        withdrawn.put(last.identity(), new Withdrawn(last.revision, change));
        Held<S> entry = held.get(last.name);
        if (entry == null
                || !entry.facts.function.equals(last.function)
                || entry.facts.revision > last.revision) {
            return Optional.empty();
        }
        held.remove(last.name);
        return Optional.of(entry.one);
    }

    /** Those that a reading does not have, though it has seen all changes up to this one. */
    List<S> missingIn(List<S> reading, long change) {
        Set<Identity> read = new HashSet<>();
        reading.forEach(one -> read.add(facts.apply(one).identity()));
        return held.values().stream()
                .filter(entry -> entry.change <= change)
                .filter(entry -> !read.contains(entry.facts.identity()))
                .map(Held::one)
                .toList();
    }

    /**
     * @return false when its name is another's by now
     */
    boolean letGo(S one) {
        Name name = facts.apply(one).name;
        Held<S> entry = held.get(name);
        if (entry == null || entry.one != one) {
            return false;
        }
        held.remove(name);
        return true;
    }

    /** Readings from here on have seen all changes up to this one. */
    void forgetWithdrawals(long change) {
        withdrawn.values().removeIf(each -> each.change <= change);
    }
}
