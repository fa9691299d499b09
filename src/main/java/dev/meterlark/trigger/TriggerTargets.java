package dev.meterlark.trigger;

import dev.meterlark.function.References;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.pipeline.PipelineReferences;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;

import org.springframework.stereotype.Component;

/** The functions and pipelines that triggers make run. */
@Component
public class TriggerTargets {

    private final References functions;
    private final PipelineReferences pipelines;

    TriggerTargets(References functions, PipelineReferences pipelines) {
        this.functions = functions;
        this.pipelines = pipelines;
    }

    /**
     * @throws RefusedException when the account has no such thing; the same for another account's
     */
    public void require(AccountId account, TargetKind kind, String name) {
        boolean there =
                switch (kind) {
                    case FUNCTION -> functions.exists(account, name);
                    case PIPELINE -> pipelines.exists(account, name);
                };
        if (!there) {
            throw unknown(kind);
        }
    }

    /**
     * Held to the end of the caller's transaction, so that it is not deleted in between.
     *
     * @throws RefusedException when there is no such thing, or none with that version or alias
     */
    public void hold(AccountId account, TargetKind kind, FunctionRef target) {
        if (!holds(account, kind, FunctionRef.latest(target.name()))) {
            throw unknown(kind);
        }
        if (!holds(account, kind, target)) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "qualifier must be a version or an alias of %s, was: %s"
                            .formatted(target.name(), Shown.text(target.qualifier())));
        }
    }

    private boolean holds(AccountId account, TargetKind kind, FunctionRef target) {
        return switch (kind) {
            case FUNCTION -> functions.hold(account, target.name(), target.qualifier());
            case PIPELINE -> pipelines.hold(account, target.name(), target.qualifier());
        };
    }

    private static RefusedException unknown(TargetKind kind) {
        return new RefusedException(
                ErrorCode.NOT_FOUND,
                "there is no such %s in this account".formatted(kind.wireName()));
    }
}
