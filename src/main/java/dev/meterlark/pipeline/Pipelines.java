package dev.meterlark.pipeline;

import dev.meterlark.account.Accounts;
import dev.meterlark.account.AuditLog;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.shared.Revision;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The pipelines of accounts: what they are called and what their stages are. */
@Service
@Transactional
public class Pipelines {

    private final PipelineRows pipelines;
    private final Accounts accounts;
    private final PlanShaping shaping;
    private final StageReferences references;
    private final Publishing publishing;
    private final AuditLog audit;
    private final PipelineProperties properties;
    private final InstantSource clock;

    Pipelines(
            PipelineRows pipelines,
            Accounts accounts,
            PlanShaping shaping,
            StageReferences references,
            Publishing publishing,
            AuditLog audit,
            PipelineProperties properties,
            InstantSource clock) {
        this.pipelines = pipelines;
        this.accounts = accounts;
        this.shaping = shaping;
        this.references = references;
        this.publishing = publishing;
        this.audit = audit;
        this.properties = properties;
        this.clock = clock;
    }

    /** Names that hold a text in whatever case, those that begin with it first. */
    @Transactional(readOnly = true)
    public List<String> named(Caller caller, String part, int most) {
        return pipelines.named(caller.account(), part.toLowerCase(Locale.ROOT), Limit.of(most));
    }

    /** By name. */
    @Transactional(readOnly = true)
    public PipelineList list(Caller caller, @Nullable String cursor, @Nullable Integer limit) {
        Stretch stretch = Stretch.of(cursor, limit);
        List<Pipeline> found = pipelines.after(caller.account(), stretch.after(), stretch.limit());
        return new PipelineList(
                stretch.items(found).stream().map(Pipeline::view).toList(),
                stretch.nextCursor(found, Pipeline::name));
    }

    @Transactional(readOnly = true)
    public PipelineView show(Caller caller, String name) {
        return pipelines
                .findByAccountAndName(caller.account(), name)
                .orElseThrow(Pipelines::unknown)
                .view();
    }

    public PipelineView create(Caller caller, @Nullable String name, PipelineSettings settings) {
        String checked = PipelineName.parse(name);
        Plan plan = shaping.shape(settings, null);
        accounts.lockedLimits(caller.account());
        references.requireFree(caller.account(), checked);
        if (pipelines.count(caller.account()) >= properties.maxPipelines()) {
            throw new RefusedException(
                    ErrorCode.LIMIT_REACHED,
                    "the account has %d pipelines, as many as it may; delete one first"
                            .formatted(properties.maxPipelines()));
        }
        references.hold(caller, checked, plan.stages());
        var pipeline = new Pipeline(caller.account(), checked, plan, clock.instant());
        pipelines.save(pipeline);
        publishing.publish(pipeline);
        audit.record(caller, "pipeline.created", subject(pipeline), detail(plan));
        return pipeline.view();
    }

    /**
     * What is null stays as it is. Runs under way go on as they began.
     *
     * @param revision that it must have, or it is refused; null for whatever there is
     */
    public PipelineView change(
            Caller caller, String name, PipelineSettings settings, @Nullable Long revision) {
        accounts.lockedLimits(caller.account());
        Pipeline pipeline = lock(caller, name);
        Revision.require("the pipeline", revision, pipeline.revision());
        Instant now = clock.instant();
        Plan before = pipeline.plan();
        Plan after = shaping.shape(settings, before);
        references.hold(caller, pipeline.name(), after.stages());
        if (!after.equals(before)) {
            pipeline.become(after, now);
        }
        publishing.publish(pipeline);
        audit.record(caller, "pipeline.changed", subject(pipeline), detail(after));
        return pipeline.view();
    }

    /**
     * With its versions. The history of its runs stays; a new one of that name has none of it.
     *
     * @return the ids of triggers that are paused by it
     */
    public List<String> delete(Caller caller, String name) {
        Pipeline pipeline = lock(caller, name);
        references.requireUnused(caller.account(), pipeline.name());
        publishing.remove(pipeline);
        List<String> paused = references.letGo(caller, pipeline.name());
        audit.record(
                caller,
                "pipeline.deleted",
                subject(pipeline),
                paused.isEmpty() ? Map.of() : Map.of("paused", paused.size()));
        return paused;
    }

    private Pipeline lock(Caller caller, String name) {
        return pipelines.lock(caller.account(), name).orElseThrow(Pipelines::unknown);
    }

    static String subject(Pipeline pipeline) {
        return "pipeline:" + pipeline.name();
    }

    private static Map<String, ?> detail(Plan plan) {
        return Map.of(
                "stages",
                plan.stages().stream()
                        .map(stage -> stage.function() + ":" + stage.qualifier())
                        .toList());
    }

    /** The same for those that are another account's. */
    static RefusedException unknown() {
        return new RefusedException(
                ErrorCode.NOT_FOUND, "there is no such pipeline in this account");
    }
}
