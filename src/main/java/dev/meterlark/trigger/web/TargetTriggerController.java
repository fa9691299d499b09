package dev.meterlark.trigger.web;

import dev.meterlark.account.Page;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.trigger.TargetKind;
import dev.meterlark.trigger.TriggerView;
import dev.meterlark.trigger.Triggers;
import dev.meterlark.trigger.TryingTriggers;

import jakarta.servlet.http.HttpServletRequest;

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

/** What makes a function or a pipeline run. */
@RestController
@RequestMapping({
    TargetTriggerController.OF_FUNCTIONS + "/{name}/triggers",
    TargetTriggerController.OF_PIPELINES + "/{name}/triggers"
})
class TargetTriggerController {

    static final String OF_FUNCTIONS = "/api/v1/functions";
    static final String OF_PIPELINES = "/api/v1/pipelines";

    private final Triggers triggers;
    private final TryingTriggers trying;

    TargetTriggerController(Triggers triggers, TryingTriggers trying) {
        this.triggers = triggers;
        this.trying = trying;
    }

    @GetMapping
    @Access(Permission.FUNCTIONS_READ)
    Page<TriggerView> list(
            Caller caller,
            HttpServletRequest request,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return triggers.list(caller, kind(request), name, cursor, limit);
    }

    /**
     * {@code {type, qualifier, filter, input, batchSize, batchWindow, enabled}} and the type's own.
     */
    @PostMapping
    @Access(Permission.FUNCTIONS_WRITE)
    ResponseEntity<TriggerView> create(
            Caller caller,
            HttpServletRequest request,
            @PathVariable String name,
            @RequestBody JsonNode trigger) {
        TriggerView made = triggers.create(caller, kind(request), name, trigger);
        return ResponseEntity.created(URI.create(request.getRequestURI() + "/" + made.id()))
                .body(made);
    }

    @GetMapping("/{trigger}")
    @Access(Permission.FUNCTIONS_READ)
    TriggerView show(
            Caller caller,
            HttpServletRequest request,
            @PathVariable String name,
            @PathVariable String trigger) {
        return triggers.show(caller, kind(request), name, trigger);
    }

    /** What is left out stays as it is; what is null goes. */
    @PatchMapping("/{trigger}")
    @Access(Permission.FUNCTIONS_WRITE)
    TriggerView change(
            Caller caller,
            HttpServletRequest request,
            @PathVariable String name,
            @PathVariable String trigger,
            @RequestBody JsonNode change) {
        return triggers.change(caller, kind(request), name, trigger, change);
    }

    @DeleteMapping("/{trigger}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.FUNCTIONS_WRITE)
    void delete(
            Caller caller,
            HttpServletRequest request,
            @PathVariable String name,
            @PathVariable String trigger) {
        triggers.delete(caller, kind(request), name, trigger);
    }

    @PostMapping("/{trigger}/pause")
    @Access(Permission.FUNCTIONS_WRITE)
    TriggerView pause(
            Caller caller,
            HttpServletRequest request,
            @PathVariable String name,
            @PathVariable String trigger) {
        return triggers.pause(caller, kind(request), name, trigger);
    }

    @PostMapping("/{trigger}/resume")
    @Access(Permission.FUNCTIONS_WRITE)
    TriggerView resume(
            Caller caller,
            HttpServletRequest request,
            @PathVariable String name,
            @PathVariable String trigger) {
        return triggers.resume(caller, kind(request), name, trigger);
    }

    /** Whether a sample of its type, or this event, is wanted, and what the function would see. */
    @PostMapping("/{trigger}/preview")
    @Access(Permission.FUNCTIONS_READ)
    TryingTriggers.Previewed preview(
            Caller caller,
            HttpServletRequest request,
            @PathVariable String name,
            @PathVariable String trigger,
            @RequestBody(required = false) @Nullable Test test) {
        return trying.preview(
                caller, kind(request), name, trigger, test == null ? null : test.event());
    }

    /** Sends an event by the trigger's whole way: a sample of its type, or this one. */
    @PostMapping("/{trigger}/test")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Access(Permission.FUNCTIONS_INVOKE)
    TryingTriggers.Tried test(
            Caller caller,
            HttpServletRequest request,
            @PathVariable String name,
            @PathVariable String trigger,
            @RequestBody(required = false) @Nullable Test test) {
        return trying.send(
                caller, kind(request), name, trigger, test == null ? null : test.event());
    }

    /** What the name stands for, which only the address says. */
    private static TargetKind kind(HttpServletRequest request) {
        return request.getRequestURI().startsWith(OF_PIPELINES)
                ? TargetKind.PIPELINE
                : TargetKind.FUNCTION;
    }

    /**
     * @param event null for a sample
     */
    record Test(@Nullable JsonNode event) {}
}
