package dev.meterlark.invocation;

import dev.meterlark.shared.AccountId;
import dev.meterlark.worker.SandboxSpec;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What could be called now, from memory: for whoever starts sandboxes before anyone calls. */
public interface Versions {

    /** Empty when no call of it would find anything to run. */
    Optional<SandboxSpec> find(AccountId account, String function, String version);

    /** What is to be kept ready at this moment by its own settings, in an order that stays. */
    List<Wish> keptWarm(Instant now);

    /**
     * @param sandboxes at least one
     */
    record Wish(SandboxSpec spec, int sandboxes) {}
}
