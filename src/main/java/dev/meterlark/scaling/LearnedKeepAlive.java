package dev.meterlark.scaling;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.KeepAlive;
import dev.meterlark.worker.RunReport;
import dev.meterlark.worker.SandboxSpec;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

/** Keeps idle sandboxes by what their versions' calls have taught. */
final class LearnedKeepAlive implements KeepAlive {

    record Key(FunctionId function, String version) {}

    /**
     * @param name of the function, as its next sandbox is asked for
     */
    record Known(AccountId account, String name, Tally tally) {}

    private final Duration surplusFor;
    private final HybridHistogram.Limits limits;
    private final LongSupplier nanos;
    private final Cache<Key, Known> known;

    LearnedKeepAlive(ScalingProperties properties, LongSupplier nanos) {
        this.surplusFor = properties.surplusFor();
        this.limits = properties.histogram().limits();
        this.nanos = nanos;
        this.known = Caffeine.newBuilder().maximumSize(properties.versions()).build();
    }

    Map<Key, Known> known() {
        return known.asMap();
    }

    @Override
    public void begins(SandboxSpec spec) {
        known.get(
                        new Key(spec.function(), spec.version()),
                        _ -> new Known(spec.account(), spec.functionName(), new Tally()))
                .tally
                .begins(spec.concurrency(), nanos.getAsLong());
    }

    @Override
    public void ends(SandboxSpec spec, @Nullable RunReport report) {
        Known version = known.getIfPresent(new Key(spec.function(), spec.version()));
        if (version != null) {
            version.tally.ends(
                    report != null && report.cold() ? report.start().plus(report.init()) : null,
                    nanos.getAsLong());
        }
    }

    @Override
    public Verdict verdict(FunctionId function, String version, Duration idle, int others) {
        Known found = known.getIfPresent(new Key(function, version));
        return found == null
                ? Verdict.STANDARD
                : found.tally.verdict(idle, others, surplusFor, limits, nanos.getAsLong());
    }

    @Override
    public double worth(FunctionId function, String version, Duration idle, int memoryMiB) {
        Known found = known.getIfPresent(new Key(function, version));
        return found == null ? 0 : found.tally.worth(idle, memoryMiB);
    }
}
