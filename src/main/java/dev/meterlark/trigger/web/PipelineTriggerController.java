package dev.meterlark.trigger.web;

import dev.meterlark.account.Page;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.trigger.TargetKind;
import dev.meterlark.trigger.TriggerView;
import dev.meterlark.trigger.Triggers;
import dev.meterlark.trigger.TryingTriggers;

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

import tools.jackson.databind.JsonNode;

import java.net.URI;

/** What makes a pipeline run. */
@RestController
@RequestMapping("/api/v1/pipelines/{name}/triggers")
class PipelineTriggerController {

    private static final TargetKind KIND = TargetKind.PIPELINE;

    private final Triggers triggers;
    private final TryingTriggers trying;

    PipelineTriggerController(Triggers triggers, TryingTriggers trying) {
        this.triggers = triggers;
        this.trying = trying;
    }

    @GetMapping
    @Access(Permission.FUNCTIONS_READ)
    Page<TriggerView> list(
            Caller caller,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return triggers.list(caller, KIND, name, cursor, limit);
    }

    /**
     * {@code {type, qualifier, filter, input, batchSize, batchWindow, enabled}} and the type's own.
     */
    @PostMapping
    @Access(Permission.FUNCTIONS_WRITE)
    ResponseEntity<TriggerView> create(
            Caller caller, @PathVariable String name, @RequestBody JsonNode trigger) {
        TriggerView made = triggers.create(caller, KIND, name, trigger);
        return ResponseEntity.created(
                        URI.create("/api/v1/pipelines/%s/triggers/%s".formatted(name, made.id())))
                .body(made);
    }

    @GetMapping("/{trigger}")
    @Access(Permission.FUNCTIONS_READ)
    TriggerView show(Caller caller, @PathVariable String name, @PathVariable String trigger) {
        return triggers.show(caller, KIND, name, trigger);
    }

    /** What is left out stays as it is; what is null goes. */
    @PatchMapping("/{trigger}")
    @Access(Permission.FUNCTIONS_WRITE)
    TriggerView change(
            Caller caller,
            @PathVariable String name,
            @PathVariable String trigger,
            @RequestBody JsonNode change) {
        return triggers.change(caller, KIND, name, trigger, change);
    }

    @DeleteMapping("/{trigger}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.FUNCTIONS_WRITE)
    void delete(Caller caller, @PathVariable String name, @PathVariable String trigger) {
        triggers.delete(caller, KIND, name, trigger);
    }

    @PostMapping("/{trigger}/pause")
    @Access(Permission.FUNCTIONS_WRITE)
    TriggerView pause(Caller caller, @PathVariable String name, @PathVariable String trigger) {
        return triggers.pause(caller, KIND, name, trigger);
    }

    @PostMapping("/{trigger}/resume")
    @Access(Permission.FUNCTIONS_WRITE)
    TriggerView resume(Caller caller, @PathVariable String name, @PathVariable String trigger) {
        return triggers.resume(caller, KIND, name, trigger);
    }

    /** Sends an event by the trigger's whole way: a sample of its type, or this one. */
    @PostMapping("/{trigger}/test")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Access(Permission.FUNCTIONS_INVOKE)
    TryingTriggers.Tried test(
            Caller caller,
            @PathVariable String name,
            @PathVariable String trigger,
            @RequestBody(required = false) @Nullable Test test) {
        return trying.send(caller, KIND, name, trigger, test == null ? null : test.event());
    }

    /**
     * @param event null for a sample
     */
    record Test(@Nullable JsonNode event) {}
}
