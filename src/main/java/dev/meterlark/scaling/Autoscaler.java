package dev.meterlark.scaling;

import dev.meterlark.invocation.Versions;
import dev.meterlark.scaling.Floors.Floor;
import dev.meterlark.scaling.LearnedKeepAlive.Key;
import dev.meterlark.scaling.LearnedKeepAlive.Known;
import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.Workers;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Gathers what the decisions want to know, and does what they say. Called by one thread at a time.
 * What fails for one version is told to the log and tried again the next time.
 */
final class Autoscaler {

    private static final Logger LOG = LoggerFactory.getLogger(Autoscaler.class);

    /** Sandboxes asked for because a call is about to come. */
    final LongAdder foretold = new LongAdder();

    /** Times that sandboxes were asked for because calls at once grew fast. */
    final LongAdder growing = new LongAdder();

    private final ScalingProperties properties;
    private final LearnedKeepAlive learned;
    private final Versions versions;
    private final Workers workers;
    private final Map<Key, Growth> growths = new HashMap<>();
    private final Map<Key, SandboxSpec> kept = new HashMap<>();
    private volatile int keptSandboxes;

    Autoscaler(
            ScalingProperties properties,
            LearnedKeepAlive learned,
            Versions versions,
            Workers workers) {
        this.properties = properties;
        this.learned = learned;
        this.versions = versions;
        this.workers = workers;
    }

    void tick(Instant now, long nanos) {
        surviving("floors", () -> keepFloors(now));
        growths.keySet().retainAll(learned.known().keySet());
        learned.known()
                .forEach(
                        (key, version) ->
                                surviving(version.name(), () -> lookAt(key, version, now, nanos)));
    }

    private static void surviving(String of, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.warn("nothing was decided on the sandboxes of {}", of, e);
        }
    }

    private void lookAt(Key key, Known version, Instant now, long nanos) {
        Tally.Load load = version.tally().look(nanos);
        Growth growth = growths.get(key);
        if (growth == null && load.isActive()) {
            growth =
                    new Growth(
                            properties.concurrency(),
                            properties.surplusFor(),
                            nanos - properties.every().toNanos(),
                            load.before());
            growths.put(key, growth);
        }
        if (growth != null) {
            Growth.Wanted wanted = growth.look(load, now, nanos);
            version.tally().desires(wanted.sandboxes());
            if (wanted.growing()) {
                int bounded = Math.min(wanted.sandboxes(), load.inUse() + properties.mostAhead());
                prepare(key, version, bounded, _ -> growing.increment());
            } else if (wanted.sandboxes() == 0) {
                growths.remove(key);
            }
        }
        if (version.tally().isDue(properties.histogram().limits(), nanos)) {
            prepare(key, version, 1, _ -> foretold.increment());
        }
    }

    private void prepare(Key key, Known version, int sandboxes, Consumer<SandboxSpec> count) {
        versions.find(version.account(), version.name(), key.version())
                .filter(spec -> spec.function().equals(key.function()))
                .ifPresent(
                        spec -> {
                            count.accept(spec);
                            workers.prepare(spec, sandboxes);
                        });
    }

    private void keepFloors(Instant now) {
        List<Floor<SandboxSpec>> wishes =
                versions.keptWarm(now).stream()
                        .map(
                                wish ->
                                        new Floor<>(
                                                wish.spec().account(),
                                                wish.spec(),
                                                wish.sandboxes()))
                        .toList();
        List<Floor<SandboxSpec>> granted = Floors.decide(wishes, properties.floors());
        Set<Key> still = new HashSet<>();
        for (Floor<SandboxSpec> each : granted) {
            Key key = new Key(each.version().function(), each.version().version());
            still.add(key);
            kept.put(key, each.version());
            workers.keepWarm(each.version(), each.sandboxes());
        }
        kept.entrySet()
                .removeIf(
                        entry -> {
                            boolean over = !still.contains(entry.getKey());
                            if (over) {
                                workers.keepWarm(entry.getValue(), 0);
                            }
                            return over;
                        });
        keptSandboxes = granted.stream().mapToInt(Floor::sandboxes).sum();
    }

    /** Sandboxes that calls at once need now, over all versions. */
    int desired() {
        return learned.known().values().stream()
                .mapToInt(version -> version.tally().desired())
                .sum();
    }

    int kept() {
        return keptSandboxes;
    }
}
