package dev.meterlark.invocation.web;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.meterlark.edge.Access;
import dev.meterlark.invocation.AsyncCall;
import dev.meterlark.invocation.OpenCalls;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Asynchronous calls that have not ended. */
@RestController
class OpenCallsController {

    private final OpenCalls calls;
    private final FunctionIds functions;

    OpenCallsController(OpenCalls calls, FunctionIds functions) {
        this.calls = calls;
        this.functions = functions;
    }

    record Answer(List<Open> items, @Nullable String nextCursor) {}

    /**
     * @param status {@code queued} or {@code running}
     * @param nextAttemptAt absent while it runs, or stands behind another of its ordering key
     * @param trigger that made it, if one did
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Open(
            String id,
            String function,
            String qualifier,
            String status,
            Instant acceptedAt,
            int attempts,
            @Nullable Instant nextAttemptAt,
            boolean cancelAsked,
            String source,
            @Nullable UUID trigger,
            @Nullable String errorType,
            @Nullable String errorMessage) {

        static Open of(AsyncCall call) {
            return new Open(
                    call.id().toString(),
                    call.functionName(),
                    call.qualifier(),
                    call.status().wireName(),
                    call.acceptedAt(),
                    call.attempts(),
                    call.nextAttemptAt(),
                    call.cancelAsked(),
                    call.source(),
                    call.trigger(),
                    call.errorType(),
                    call.errorMessage());
        }
    }

    /** Those that are due first are first. */
    @GetMapping({"/api/v1/functions/{name}/async/calls", "/api/v1/pipelines/{name}/async/calls"})
    @Access(Permission.LOGS_READ)
    Answer open(
            Caller caller,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        OpenCalls.Page page =
                calls.page(caller.account(), functions.require(caller, name), cursor, limit);
        return new Answer(page.items().stream().map(Open::of).toList(), page.nextCursor());
    }

    /** How many have not ended, and how many ended in what way, of the whole account, ever. */
    @GetMapping("/api/v1/async-calls")
    @Access(Permission.LOGS_READ)
    OpenCalls.Tally tally(Caller caller) {
        return calls.tally(caller.account());
    }
}
