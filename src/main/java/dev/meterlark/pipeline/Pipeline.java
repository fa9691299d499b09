package dev.meterlark.pipeline;

import dev.meterlark.function.AsyncColumn;
import dev.meterlark.function.snapshot.AsyncPolicy;
import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.function.snapshot.PipelineSnapshot;
import dev.meterlark.function.snapshot.PipelineWithdrawn;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Each change counts its revision up, which all its versions share. */
@Entity
@Table(name = "pipelines")
class Pipeline {

    @EmbeddedId
    @AttributeOverride(name = "value", column = @Column(name = "id"))
    private FunctionId id;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "account_id"))
    private AccountId account;

    @Column(name = "name")
    private String name;

    @Column(name = "description")
    private String description;

    @Convert(converter = StagesColumn.class)
    @Column(name = "stages")
    private List<StageView> stages;

    @Column(name = "timeout_seconds")
    private int timeoutSeconds;

    @Convert(converter = AsyncColumn.class)
    @Column(name = "async_policy")
    private @Nullable AsyncPolicy asyncPolicy; // null for what is usual

    @Column(name = "latest_version")
    private int latestVersion;

    @Column(name = "revision")
    private long revision;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "changed_at")
    private Instant changedAt;

    @Version
    @Column(name = "version")
    private @Nullable Long version; // null tells that the row is new

    Pipeline(AccountId account, String name, Plan plan, Instant now) {
        this.id = FunctionId.random();
        this.account = account;
        this.name = name;
        this.description = plan.description();
        this.stages = plan.stages();
        this.timeoutSeconds = plan.timeoutSeconds();
        this.revision = 1;
        this.createdAt = now;
        this.changedAt = now;
    }

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected Pipeline() {}

    FunctionId id() {
        return id;
    }

    AccountId account() {
        return account;
    }

    String name() {
        return name;
    }

    long revision() {
        return revision;
    }

    int latestVersion() {
        return latestVersion;
    }

    List<StageView> stages() {
        return stages;
    }

    Plan plan() {
        return new Plan(description, stages, timeoutSeconds);
    }

    void become(Plan plan, Instant now) {
        description = plan.description();
        stages = plan.stages();
        timeoutSeconds = plan.timeoutSeconds();
        revision++;
        changedAt = now;
    }

    AsyncPolicy async() {
        return asyncPolicy == null ? AsyncPolicy.DEFAULT : asyncPolicy;
    }

    /** Counts for runs of every version. */
    void take(AsyncPolicy policy, Instant now) {
        asyncPolicy = policy.equals(AsyncPolicy.DEFAULT) ? null : policy;
        revision++;
        changedAt = now;
    }

    /** What it is now, under the next number; numbers are never used twice. */
    PipelineVersion publish(Instant now) {
        latestVersion++;
        revision++;
        return new PipelineVersion(id, latestVersion, account, plan(), now);
    }

    /** After a withdrawal, so that what is published now is newer than what was withdrawn. */
    void comeBack() {
        revision++;
    }

    PipelineSnapshot snapshot() {
        return snapshot(FunctionSnapshot.LATEST, plan());
    }

    PipelineSnapshot snapshot(PipelineVersion published) {
        return snapshot(Integer.toString(published.number()), published.plan());
    }

    private PipelineSnapshot snapshot(String of, Plan plan) {
        return new PipelineSnapshot(
                account,
                id,
                name,
                of,
                revision,
                plan.stages().stream().map(StageView::snapshot).toList(),
                Duration.ofSeconds(plan.timeoutSeconds()),
                async());
    }

    PipelineWithdrawn withdrawal() {
        return new PipelineWithdrawn(account, id, name, revision);
    }

    PipelineView view() {
        return new PipelineView(
                id.toString(),
                name,
                description,
                StageText.written(stages),
                stages,
                timeoutSeconds,
                latestVersion == 0 ? null : Integer.toString(latestVersion),
                revision,
                createdAt,
                changedAt);
    }
}
