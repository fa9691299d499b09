package dev.meterlark.pipeline;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

import org.hibernate.annotations.Immutable;

import java.time.Instant;
import java.util.List;

/** What a pipeline was when it was published. */
@Entity
@Immutable
@Table(name = "pipeline_versions")
class PipelineVersion {

    @EmbeddedId private PipelineVersionId id;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "account_id"))
    private AccountId account;

    @Column(name = "description")
    private String description;

    @Convert(converter = StagesColumn.class)
    @Column(name = "stages")
    private List<StageView> stages;

    @Column(name = "timeout_seconds")
    private int timeoutSeconds;

    @Column(name = "created_at")
    private Instant createdAt;

    PipelineVersion(
            FunctionId pipeline, int number, AccountId account, Plan plan, Instant createdAt) {
        this.id = new PipelineVersionId(pipeline.value(), number);
        this.account = account;
        this.description = plan.description();
        this.stages = plan.stages();
        this.timeoutSeconds = plan.timeoutSeconds();
        this.createdAt = createdAt;
    }

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected PipelineVersion() {}

    int number() {
        return id.number();
    }

    FunctionId pipeline() {
        return new FunctionId(id.pipeline());
    }

    AccountId account() {
        return account;
    }

    List<StageView> stages() {
        return stages;
    }

    Plan plan() {
        return new Plan(description, stages, timeoutSeconds);
    }

    PipelineVersionView view() {
        return new PipelineVersionView(
                Integer.toString(number()),
                description,
                StageText.written(stages),
                stages,
                timeoutSeconds,
                createdAt);
    }
}
