package dev.meterlark.invocation.catalog;

import dev.meterlark.function.snapshot.PipelineSnapshot;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.PipelineNames;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.springframework.stereotype.Component;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Every pipeline this node may run, by its name within its account. Read without a lock; changed
 * under the monitor. A revision never gives way to an older one, and what is withdrawn comes back
 * with a later revision only, in whatever order pushes and readings arrive.
 */
@Component
class PipelineIndex implements PipelineNames {

    private final Map<Name, Held> held = new ConcurrentHashMap<>();
    private final Map<FunctionId, Withdrawn> withdrawn = new HashMap<>();
    private final Generations generations;
    private long changes;

    private record Name(AccountId account, String name) {}

    /**
     * @param change counts changes, to tell what a reading of all pipelines could not have seen
     */
    private record Held(
            FunctionId pipeline,
            long revision,
            Map<String, PipelineSnapshot> versions,
            long change) {}

    private record Withdrawn(long revision, long change) {}

    PipelineIndex(Generations generations) {
        this.generations = generations;
    }

    boolean knows(AccountId account, String name) {
        return held.containsKey(new Name(account, name));
    }

    Optional<PipelineSnapshot> find(AccountId account, FunctionRef wanted) {
        Held found = held.get(new Name(account, wanted.name()));
        return found == null
                ? Optional.empty()
                : Optional.ofNullable(found.versions.get(wanted.qualifier()));
    }

    @Override
    public Optional<FunctionId> pipelineId(AccountId account, String name) {
        return Optional.ofNullable(held.get(new Name(account, name))).map(Held::pipeline);
    }

    /** All versions of all pipelines of one account. */
    List<PipelineSnapshot> of(AccountId account) {
        return held.entrySet().stream()
                .filter(each -> each.getKey().account.equals(account))
                .flatMap(each -> each.getValue().versions.values().stream())
                .toList();
    }

    /**
     * @param versions all of one pipeline
     */
    synchronized void publish(List<PipelineSnapshot> versions) {
        PipelineSnapshot any = versions.getFirst();
        Withdrawn last = withdrawn.get(any.pipeline());
        Name name = new Name(any.account(), any.name());
        Held before = held.get(name);
        boolean gone = last != null && any.revision() <= last.revision;
        boolean older =
                before != null
                        && before.pipeline.equals(any.pipeline())
                        && before.revision >= any.revision();
        if (gone || older) {
            return;
        }
        held.put(
                name,
                new Held(
                        any.pipeline(),
                        any.revision(),
                        versions.stream()
                                .collect(
                                        Collectors.toUnmodifiableMap(
                                                PipelineSnapshot::version, each -> each)),
                        ++changes));
        generations.changed(any.account());
    }

    /**
     * @param revision the last that may not be called any more
     */
    synchronized void withdraw(FunctionId pipeline, long revision) {
        withdrawn.put(pipeline, new Withdrawn(revision, ++changes));
        letGo(
                held.entrySet().stream()
                        .filter(each -> each.getValue().pipeline.equals(pipeline))
                        .filter(each -> each.getValue().revision <= revision)
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()));
    }

    /** To be asked before all pipelines are read, and handed to {@link #replaceAll} after. */
    synchronized long changes() {
        return changes;
    }

    /** Adds what was missed, and lets go of what is gone, unless it came meanwhile. */
    synchronized void replaceAll(List<PipelineSnapshot> all, long changesBefore) {
        Map<FunctionId, List<PipelineSnapshot>> read =
                all.stream().collect(Collectors.groupingBy(PipelineSnapshot::pipeline));
        Set<Name> gone = new HashSet<>();
        held.forEach(
                (name, entry) -> {
                    if (entry.change <= changesBefore && !read.containsKey(entry.pipeline)) {
                        gone.add(name);
                    }
                });
        letGo(gone);
        read.values().forEach(this::publish);
        withdrawn.values().removeIf(each -> each.change <= changesBefore);
    }

    private void letGo(Set<Name> gone) {
        held.keySet().removeAll(gone);
        gone.forEach(name -> generations.changed(name.account));
    }
}
