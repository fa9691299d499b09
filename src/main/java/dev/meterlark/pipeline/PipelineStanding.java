package dev.meterlark.pipeline;

import dev.meterlark.function.snapshot.Standing;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Whether a pipeline is still there that calls wait for. */
@Component
class PipelineStanding implements Standing {

    private final PipelineRows pipelines;

    PipelineStanding(PipelineRows pipelines) {
        this.pipelines = pipelines;
    }

    @Override
    @Transactional(readOnly = true)
    public boolean exists(AccountId account, FunctionId pipeline) {
        return pipelines
                .findById(pipeline)
                .filter(found -> found.account().equals(account))
                .isPresent();
    }
}
