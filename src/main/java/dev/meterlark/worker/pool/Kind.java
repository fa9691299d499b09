package dev.meterlark.worker.pool;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.SandboxSpec;

/**
 * Two calls may share a sandbox only when this is equal. The account is part of it so that nobody
 * else's mistake about a function can join two of them.
 */
record Kind(AccountId account, FunctionId function, String version, long revision) {

    static Kind of(SandboxSpec spec) {
        return new Kind(spec.account(), spec.function(), spec.version(), spec.revision());
    }
}
