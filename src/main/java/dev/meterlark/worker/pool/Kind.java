package dev.meterlark.worker.pool;

import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.SandboxSpec;

/** Two calls may share a sandbox only when this is equal. */
record Kind(FunctionId function, long revision) {

    static Kind of(SandboxSpec spec) {
        return new Kind(spec.function(), spec.revision());
    }
}
