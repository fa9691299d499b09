package dev.meterlark.invocation;

import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Every function this node may run, by its name within its account. Read without a lock; changed
 * under the monitor. A revision never gives way to an older one of the same function, and what is
 * withdrawn comes back with a later revision only, in whatever order pushes and readings arrive.
 */
@Component
class Snapshots implements FunctionNames {

    private final Map<Name, Held> held = new ConcurrentHashMap<>();
    private final Map<FunctionId, Withdrawn> withdrawn = new HashMap<>();
    private final List<SnapshotListener> listeners;
    private long changes;

    private record Name(AccountId account, String name, String version) {}

    /**
     * @param change counts changes, to tell what a reading of all functions could not have seen
     */
    private record Held(FunctionSnapshot snapshot, long change) {}

    private record Withdrawn(long revision, long change) {}

    /** Sandboxes below this revision have no further use. */
    record Outdated(FunctionId function, long belowRevision) {}

    @Autowired
    Snapshots(ObjectProvider<SnapshotListener> listeners) {
        this(listeners.orderedStream().toList());
    }

    Snapshots(List<SnapshotListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    Optional<FunctionSnapshot> find(AccountId account, FunctionRef function) {
        Held found = held.get(new Name(account, function.name(), function.qualifier()));
        return found == null ? Optional.empty() : Optional.of(found.snapshot);
    }

    /** Those of which sandboxes are to be kept ready at some time. */
    List<FunctionSnapshot> keptWarm() {
        return held.values().stream()
                .map(Held::snapshot)
                .filter(snapshot -> !snapshot.keepWarm().isNone())
                .toList();
    }

    @Override
    public Optional<FunctionId> functionId(AccountId account, String name) {
        return find(account, FunctionRef.latest(name)).map(FunctionSnapshot::function);
    }

    synchronized Optional<Outdated> publish(FunctionSnapshot snapshot) {
        Withdrawn last = withdrawn.get(snapshot.function());
        if (last != null && snapshot.revision() <= last.revision) {
            return Optional.empty();
        }
        Name name = new Name(snapshot.account(), snapshot.name(), snapshot.version());
        Held entry = held.get(name);
        FunctionSnapshot before = entry == null ? null : entry.snapshot;
        if (before != null && !before.function().equals(snapshot.function())) {
            listeners.forEach(each -> each.withdrawn(before));
            hold(name, snapshot);
            return Optional.of(upTo(before));
        }
        if (before != null && before.revision() > snapshot.revision()) {
            return Optional.empty();
        }
        hold(name, snapshot);
        return before == null || before.revision() == snapshot.revision()
                ? Optional.empty()
                : Optional.of(new Outdated(snapshot.function(), snapshot.revision()));
    }

    /**
     * @param revision the last that may not be called any more
     */
    synchronized Outdated withdraw(FunctionId function, long revision) {
        withdrawn.put(function, new Withdrawn(revision, ++changes));
        letGo(
                held.values().stream()
                        .filter(entry -> entry.snapshot.function().equals(function))
                        .filter(entry -> entry.snapshot.revision() <= revision)
                        .collect(Collectors.toSet()));
        return new Outdated(function, revision + 1);
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
        Set<Held> gone =
                held.values().stream()
                        .filter(entry -> entry.change <= changesBefore)
                        .filter(entry -> !read.contains(entry.snapshot.function()))
                        .collect(Collectors.toSet());
        letGo(gone);
        List<Outdated> outdated =
                new ArrayList<>(all.stream().flatMap(s -> publish(s).stream()).toList());
        gone.forEach(entry -> outdated.add(upTo(entry.snapshot)));
        withdrawn.values().removeIf(each -> each.change <= changesBefore);
        return outdated;
    }

    private void hold(Name name, FunctionSnapshot snapshot) {
        held.put(name, new Held(snapshot, ++changes));
        listeners.forEach(each -> each.published(snapshot));
    }

    private void letGo(Set<Held> gone) {
        held.values().removeAll(gone);
        gone.forEach(entry -> listeners.forEach(each -> each.withdrawn(entry.snapshot)));
    }

    private static Outdated upTo(FunctionSnapshot last) {
        return new Outdated(last.function(), last.revision() + 1);
    }
}
