package dev.meterlark.worker.pool;

import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.KeepAlive;
import dev.meterlark.worker.RunReport;
import dev.meterlark.worker.SandboxSpec;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** All sandboxes are kept alike, and the one unused for longest makes room. */
final class StandardKeepAlive implements KeepAlive {

    @Override
    public void begins(SandboxSpec spec) {}

    @Override
    public void ends(SandboxSpec spec, @Nullable RunReport report) {}

    @Override
    public Verdict verdict(FunctionId function, String version, Duration idle, int others) {
        return Verdict.STANDARD;
    }

    @Override
    public double worth(FunctionId function, String version, Duration idle, int memoryMiB) {
        return -idle.toNanos();
    }
}
