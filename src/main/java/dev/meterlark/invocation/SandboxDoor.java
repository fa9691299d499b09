package dev.meterlark.invocation;

import dev.meterlark.edge.SandboxPasses;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.PlatformDoor;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lets sandboxes of this node reach the platform's APIs, each as its own function. */
@Component
class SandboxDoor implements PlatformDoor {

    private final SandboxPasses passes;

    SandboxDoor(SandboxPasses passes) {
        this.passes = passes;
    }

    @Override
    public @Nullable Pass open(AccountId account, FunctionId function) {
        return passes.address()
                .map(address -> new Pass(address, passes.issue(account, function)))
                .orElse(null);
    }

    @Override
    public void close(Pass pass) {
        passes.giveBack(pass.secret());
    }
}
