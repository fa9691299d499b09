package dev.meterlark.pipeline;

import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.shared.AccountId;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import java.util.Optional;

/** For whoever is about to keep the name of a pipeline; as {@code function.References}. */
@Service
public class PipelineReferences {

    private final PipelineRows pipelines;
    private final PipelineVersionRows versions;

    PipelineReferences(PipelineRows pipelines, PipelineVersionRows versions) {
        this.pipelines = pipelines;
        this.versions = versions;
    }

    @Transactional(readOnly = true)
    public boolean exists(AccountId account, String pipeline) {
        return pipelines.existsByAccountAndName(account, pipeline);
    }

    /**
     * Whether there is such a pipeline, with such a version. If so, it is not deleted before the
     * transaction ends.
     *
     * @param qualifier {@code $LATEST} or a version
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean hold(AccountId account, String pipeline, String qualifier) {
        Optional<Pipeline> found = pipelines.lock(account, pipeline);
        if (found.isEmpty() || qualifier.equals(FunctionSnapshot.LATEST)) {
            return found.isPresent();
        }
        return qualifier.matches("[1-9][0-9]{0,8}")
                && versions.find(account, found.get().id().value(), Integer.parseInt(qualifier))
                        .isPresent();
    }
}
