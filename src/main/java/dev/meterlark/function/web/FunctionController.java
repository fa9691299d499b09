package dev.meterlark.function.web;

import dev.meterlark.edge.Access;
import dev.meterlark.function.FunctionDependence;
import dev.meterlark.function.FunctionDependents;
import dev.meterlark.function.FunctionList;
import dev.meterlark.function.FunctionSearch;
import dev.meterlark.function.FunctionSettings;
import dev.meterlark.function.FunctionView;
import dev.meterlark.function.Functions;
import dev.meterlark.function.PausedTriggers;
import dev.meterlark.function.WarmWish;
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
import java.util.Map;

@RestController
@RequestMapping("/api/v1/functions")
class FunctionController {

    private final Functions functions;
    private final FunctionDependence dependence;
    private final InlineCode inline;

    FunctionController(Functions functions, FunctionDependence dependence, InlineCode inline) {
        this.functions = functions;
        this.dependence = dependence;
        this.inline = inline;
    }

    /**
     * By name.
     *
     * @param search a text that is in the name or the description
     * @param tag that it must have, as in {@code team=shop}, or {@code team} for any value; may be
     *     given again
     */
    @GetMapping
    @Access(Permission.FUNCTIONS_READ)
    FunctionList list(
            Caller caller,
            @RequestParam(required = false) @Nullable String search,
            @RequestParam(required = false) @Nullable List<String> tag,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return functions.list(caller, FunctionSearch.of(search, tag), cursor, limit);
    }

    @PostMapping
    @Access(Permission.FUNCTIONS_WRITE)
    ResponseEntity<FunctionView> create(Caller caller, @RequestBody Create create) {
        FunctionView made = inline.create(caller, create.name(), create.settings(), create.code());
        return ResponseEntity.created(URI.create("/api/v1/functions/" + made.name())).body(made);
    }

    @GetMapping("/{name}")
    @Access(Permission.FUNCTIONS_READ)
    FunctionView show(Caller caller, @PathVariable String name) {
        return functions.show(caller, name);
    }

    @PatchMapping("/{name}")
    @Access(Permission.FUNCTIONS_WRITE)
    FunctionView change(Caller caller, @PathVariable String name, @RequestBody Change change) {
        return functions.change(caller, name, change.settings(), change.revision());
    }

    /** What keeps it from being deleted, and what would be paused and deleted with it. */
    @GetMapping("/{name}/dependents")
    @Access(Permission.FUNCTIONS_READ)
    FunctionDependents dependents(Caller caller, @PathVariable String name) {
        return dependence.show(caller, name);
    }

    /** {@code Meterlark-Paused-Triggers} names the triggers that are paused by it. */
    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.FUNCTIONS_WRITE)
    void delete(Caller caller, @PathVariable String name, HttpServletResponse response) {
        PausedTriggers.tell(response, functions.delete(caller, name));
    }

    /**
     * @param name a DNS label without {@code --}
     * @param code what to run at once; else {@code PUT …/code}
     */
    record Create(
            @Nullable String name,
            @Nullable String runtime,
            @Nullable String handler,
            @Nullable String description,
            @Nullable Integer memoryMb,
            @Nullable Integer timeout,
            @Nullable Integer concurrency,
            @Nullable Integer maxConcurrency,
            @Nullable String egress,
            @Nullable WarmWish keepWarm,
            @Nullable Map<String, @Nullable String> tags,
            @Nullable Map<String, @Nullable String> environment,
            InlineCode.@Nullable Code code) {

        FunctionSettings settings() {
            return new FunctionSettings(
                    runtime,
                    handler,
                    description,
                    memoryMb,
                    timeout,
                    concurrency,
                    maxConcurrency,
                    egress,
                    keepWarm,
                    tags,
                    environment);
        }
    }

    /**
     * What is left out or null stays as it is.
     *
     * @param revision that the function must have, or the change is refused; whatever it has when
     *     it is left out
     */
    record Change(
            @Nullable String runtime,
            @Nullable String handler,
            @Nullable String description,
            @Nullable Integer memoryMb,
            @Nullable Integer timeout,
            @Nullable Integer concurrency,
            @Nullable Integer maxConcurrency,
            @Nullable String egress,
            @Nullable WarmWish keepWarm,
            @Nullable Map<String, @Nullable String> tags,
            @Nullable Map<String, @Nullable String> environment,
            @Nullable Long revision) {

        FunctionSettings settings() {
            return new FunctionSettings(
                    runtime,
                    handler,
                    description,
                    memoryMb,
                    timeout,
                    concurrency,
                    maxConcurrency,
                    egress,
                    keepWarm,
                    tags,
                    environment);
        }
    }
}
