package dev.meterlark.pipeline.web;

import dev.meterlark.edge.Access;
import dev.meterlark.function.PausedTriggers;
import dev.meterlark.pipeline.PipelineList;
import dev.meterlark.pipeline.PipelineSettings;
import dev.meterlark.pipeline.PipelineVersionList;
import dev.meterlark.pipeline.PipelineVersionView;
import dev.meterlark.pipeline.PipelineVersions;
import dev.meterlark.pipeline.PipelineView;
import dev.meterlark.pipeline.Pipelines;
import dev.meterlark.pipeline.StageWish;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.net.URI;
import java.util.List;

@RestController
@RequestMapping("/api/v1/pipelines")
class PipelineController {

    private final Pipelines pipelines;
    private final PipelineVersions versions;

    PipelineController(Pipelines pipelines, PipelineVersions versions) {
        this.pipelines = pipelines;
        this.versions = versions;
    }

    @GetMapping
    @Access(Permission.FUNCTIONS_READ)
    PipelineList list(
            Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return pipelines.list(caller, cursor, limit);
    }

    @PostMapping
    @Access(Permission.FUNCTIONS_WRITE)
    ResponseEntity<PipelineView> create(Caller caller, @RequestBody Create create) {
        PipelineView made = pipelines.create(caller, create.name(), create.settings());
        return ResponseEntity.created(URI.create("/api/v1/pipelines/" + made.name())).body(made);
    }

    @GetMapping("/{name}")
    @Access(Permission.FUNCTIONS_READ)
    PipelineView show(Caller caller, @PathVariable String name) {
        return pipelines.show(caller, name);
    }

    @PatchMapping("/{name}")
    @Access(Permission.FUNCTIONS_WRITE)
    PipelineView change(Caller caller, @PathVariable String name, @RequestBody Change change) {
        return pipelines.change(caller, name, change.settings(), change.revision());
    }

    /** {@code Meterlark-Paused-Triggers} names the triggers that are paused by it. */
    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.FUNCTIONS_WRITE)
    void delete(Caller caller, @PathVariable String name, HttpServletResponse response) {
        PausedTriggers.tell(response, pipelines.delete(caller, name));
    }

    @GetMapping("/{name}/versions")
    @Access(Permission.FUNCTIONS_READ)
    PipelineVersionList versions(
            Caller caller,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return versions.list(caller, name, cursor, limit);
    }

    @PostMapping("/{name}/versions")
    @Access(Permission.FUNCTIONS_WRITE)
    ResponseEntity<PipelineVersionView> publish(Caller caller, @PathVariable String name) {
        PipelineVersions.Published published = versions.publish(caller, name);
        URI at =
                URI.create(
                        "/api/v1/pipelines/%s/versions/%s"
                                .formatted(name, published.version().version()));
        return published.isNew()
                ? ResponseEntity.created(at).body(published.version())
                : ResponseEntity.ok(published.version());
    }

    @GetMapping("/{name}/versions/{version}")
    @Access(Permission.FUNCTIONS_READ)
    PipelineVersionView version(
            Caller caller, @PathVariable String name, @PathVariable String version) {
        return versions.show(caller, name, version);
    }

    /**
     * @param name a DNS label without {@code --}, which no function has
     * @param definition stages as text, as in {@code parse|enrich:live*|store}
     * @param stages the same as a list; one of the two
     * @param timeout whole seconds that one run may last
     */
    record Create(
            @Nullable String name,
            @Nullable String description,
            @Nullable String definition,
            @Nullable List<@Nullable StageWish> stages,
            @Nullable Integer timeout) {

        PipelineSettings settings() {
            return new PipelineSettings(description, definition, stages, timeout);
        }
    }

    /**
     * What is left out or null stays as it is.
     *
     * @param revision that it must have; any, without it
     */
    record Change(
            @Nullable String description,
            @Nullable String definition,
            @Nullable List<@Nullable StageWish> stages,
            @Nullable Integer timeout,
            @Nullable Long revision) {

        PipelineSettings settings() {
            return new PipelineSettings(description, definition, stages, timeout);
        }
    }
}
