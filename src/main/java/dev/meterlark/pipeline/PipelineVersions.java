package dev.meterlark.pipeline;

import dev.meterlark.account.Accounts;
import dev.meterlark.account.AuditLog;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Published versions of pipelines: immutable, and there until their pipeline is deleted. */
@Service
@Transactional
public class PipelineVersions {

    private final PipelineRows pipelines;
    private final PipelineVersionRows versions;
    private final Accounts accounts;
    private final StageReferences references;
    private final Publishing publishing;
    private final AuditLog audit;
    private final PipelineProperties properties;
    private final InstantSource clock;

    PipelineVersions(
            PipelineRows pipelines,
            PipelineVersionRows versions,
            Accounts accounts,
            StageReferences references,
            Publishing publishing,
            AuditLog audit,
            PipelineProperties properties,
            InstantSource clock) {
        this.pipelines = pipelines;
        this.versions = versions;
        this.accounts = accounts;
        this.references = references;
        this.publishing = publishing;
        this.audit = audit;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * What a publication came to.
     *
     * @param isNew false when nothing had changed since the last version
     */
    public record Published(PipelineVersionView version, boolean isNew) {}

    /** The pipeline as it is now, for ever; the same version again when nothing has changed. */
    public Published publish(Caller caller, String name) {
        accounts.lockedLimits(caller.account());
        Pipeline pipeline = pipelines.lock(caller.account(), name).orElseThrow(Pipelines::unknown);
        Optional<PipelineVersion> last =
                versions.find(caller.account(), pipeline.id().value(), pipeline.latestVersion());
        if (last.isPresent() && last.get().plan().equals(pipeline.plan())) {
            return new Published(last.get().view(), false);
        }
        if (pipeline.latestVersion() >= properties.maxVersions()) {
            throw new RefusedException(
                    ErrorCode.LIMIT_REACHED,
                    "the pipeline has %d versions, as many as it may"
                            .formatted(pipeline.latestVersion()));
        }
        references.hold(caller, pipeline.name(), pipeline.stages());
        PipelineVersion version = pipeline.publish(clock.instant());
        versions.save(version);
        publishing.publish(pipeline);
        audit.record(
                caller,
                "pipeline.published",
                Pipelines.subject(pipeline),
                Map.of("version", Integer.toString(version.number())));
        return new Published(version.view(), true);
    }

    /** The newest first. */
    @Transactional(readOnly = true)
    public PipelineVersionList list(
            Caller caller, String name, @Nullable String cursor, @Nullable Integer limit) {
        Pipeline pipeline = find(caller, name);
        Stretch stretch = Stretch.of(cursor, limit);
        List<PipelineVersion> found =
                versions.before(
                        caller.account(),
                        pipeline.id().value(),
                        (int) stretch.before(Integer.MAX_VALUE),
                        stretch.limit());
        return new PipelineVersionList(
                stretch.items(found).stream().map(PipelineVersion::view).toList(),
                stretch.nextCursor(found, version -> Integer.toString(version.number())));
    }

    @Transactional(readOnly = true)
    public PipelineVersionView show(Caller caller, String name, String version) {
        Pipeline pipeline = find(caller, name);
        return number(version)
                .flatMap(number -> versions.find(caller.account(), pipeline.id().value(), number))
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        ErrorCode.NOT_FOUND,
                                        "the pipeline has no version " + Shown.text(version)))
                .view();
    }

    private Pipeline find(Caller caller, String name) {
        return pipelines
                .findByAccountAndName(caller.account(), name)
                .orElseThrow(Pipelines::unknown);
    }

    private static Optional<Integer> number(String version) {
        return version.matches("[1-9][0-9]{0,8}")
                ? Optional.of(Integer.valueOf(version))
                : Optional.empty();
    }
}
