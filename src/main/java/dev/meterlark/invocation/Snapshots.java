package dev.meterlark.invocation;

import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every function this node may run, by its name within its account. Read without a lock; changed
 * under the monitor. A revision never gives way to an older one of the same function, and what is
 * withdrawn does not come back, in whatever order pushes and readings arrive.
 */
@Component
class Snapshots implements FunctionNames {

    private final Map<Name, Held> held = new ConcurrentHashMap<>();
    private final Map<FunctionId, Long> withdrawn = new HashMap<>();
    private long changes;

    private record Name(AccountId account, String name, String version) {}

    /**
     * @param change counts changes, to tell what a reading of all functions could not have seen
     */
    private record Held(FunctionSnapshot snapshot, long change) {}

    /** Sandboxes below this revision have no further use. */
    record Outdated(FunctionId function, long belowRevision) {}

    Optional<FunctionSnapshot> find(AccountId account, FunctionRef function) {
        Held found = held.get(new Name(account, function.name(), function.qualifier()));
        return found == null ? Optional.empty() : Optional.of(found.snapshot);
    }

    @Override
    public Optional<FunctionId> functionId(AccountId account, String name) {
        return find(account, FunctionRef.latest(name)).map(FunctionSnapshot::function);
    }

    synchronized Optional<Outdated> publish(FunctionSnapshot snapshot) {
        if (withdrawn.containsKey(snapshot.function())) {
            return Optional.empty();
        }
        Name name = new Name(snapshot.account(), snapshot.name(), snapshot.version());
        Held entry = held.get(name);
        FunctionSnapshot before = entry == null ? null : entry.snapshot;
        if (before != null && !before.function().equals(snapshot.function())) {
            held.put(name, new Held(snapshot, ++changes));
            return Optional.of(wholly(before.function()));
        }
        if (before != null && before.revision() > snapshot.revision()) {
            return Optional.empty();
        }
        held.put(name, new Held(snapshot, ++changes));
        return before == null || before.revision() == snapshot.revision()
                ? Optional.empty()
                : Optional.of(new Outdated(snapshot.function(), snapshot.revision()));
    }

    synchronized Outdated withdraw(FunctionId function) {
        withdrawn.put(function, ++changes);
        held.values().removeIf(entry -> entry.snapshot.function().equals(function));
        return wholly(function);
    }

    /** To be asked before all functions are read, and handed to {@link #replaceAll} after. */
    synchronized long changes() {
        return changes;
    }

    /**
     * Takes a reading of all functions: adds what was missed, and lets go of what is no longer
     * there, unless it came while the reading was under way.
     */
    synchronized List<Outdated> replaceAll(List<FunctionSnapshot> all, long changesBefore) {
        Set<FunctionId> read = new HashSet<>();
        all.forEach(snapshot -> read.add(snapshot.function()));
        Set<FunctionId> gone = new HashSet<>();
        held.values().stream()
                .filter(entry -> entry.change <= changesBefore)
                .map(entry -> entry.snapshot.function())
                .filter(function -> !read.contains(function))
                .forEach(gone::add);
        held.values().removeIf(entry -> gone.contains(entry.snapshot.function()));
        List<Outdated> outdated =
                new ArrayList<>(all.stream().flatMap(s -> publish(s).stream()).toList());
        gone.forEach(function -> outdated.add(wholly(function)));
        withdrawn.values().removeIf(change -> change <= changesBefore);
        return outdated;
    }

    private static Outdated wholly(FunctionId function) {
        return new Outdated(function, Long.MAX_VALUE);
    }
}
