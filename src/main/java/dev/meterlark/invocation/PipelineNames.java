package dev.meterlark.invocation;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import java.util.Optional;

/** Which pipeline a name stands for now, from memory. */
public interface PipelineNames {

    /** What its runs are recorded under; another account's is never found. */
    Optional<FunctionId> pipelineId(AccountId account, String name);
}
