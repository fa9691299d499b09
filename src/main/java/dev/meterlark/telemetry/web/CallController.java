package dev.meterlark.telemetry.web;

import dev.meterlark.edge.Access;
import dev.meterlark.invocation.AsyncCall;
import dev.meterlark.invocation.AsyncCalls;
import dev.meterlark.invocation.FunctionNames;
import dev.meterlark.invocation.PipelineNames;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.telemetry.CallPage;
import dev.meterlark.telemetry.CallQuery;
import dev.meterlark.telemetry.CallStatus;
import dev.meterlark.telemetry.Calls;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The history of calls. */
@RestController
class CallController {

    private final Calls calls;
    private final FunctionNames names;
    private final PipelineNames pipelines;
    private final AsyncCalls asyncCalls;

    CallController(
            Calls calls, FunctionNames names, PipelineNames pipelines, AsyncCalls asyncCalls) {
        this.calls = calls;
        this.names = names;
        this.pipelines = pipelines;
        this.asyncCalls = asyncCalls;
    }

    record Answer(List<CallAnswer> items, @Nullable String nextCursor) {}

    @Access(Permission.LOGS_READ)
    @GetMapping("/api/v1/functions/{name}/invocations")
    Answer recent(
            Caller caller,
            @PathVariable String name,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = "" + CallQuery.DEFAULT_LIMIT) int limit,
            @RequestParam @Nullable String status) {
        FunctionId function = KnownFunction.require(names, caller, name);
        return recent(caller, function, new CallQuery(cursor, limit, status(status)));
    }

    /** The runs themselves; each of their stages is a call of its own function. */
    @Access(Permission.LOGS_READ)
    @GetMapping("/api/v1/pipelines/{name}/invocations")
    Answer runs(
            Caller caller,
            @PathVariable String name,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = "" + CallQuery.DEFAULT_LIMIT) int limit,
            @RequestParam @Nullable String status) {
        FunctionId pipeline =
                pipelines
                        .pipelineId(caller.account(), name)
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                ErrorCode.NOT_FOUND,
                                                "there is no such pipeline in this account"));
        return recent(caller, pipeline, new CallQuery(cursor, limit, status(status)));
    }

    private Answer recent(Caller caller, FunctionId of, CallQuery query) {
        CallPage page = calls.recent(caller.account(), of, query);
        return new Answer(page.items().stream().map(CallAnswer::of).toList(), page.nextCursor());
    }

    @Access(Permission.LOGS_READ)
    @GetMapping("/api/v1/invocations/{id}")
    CallAnswer one(Caller caller, @PathVariable String id) {
        InvocationId invocation = invocation(id);
        Optional<AsyncCall> later = later(caller, invocation);
        Optional<CallAnswer> attempt =
                calls.find(caller.account(), invocation)
                        .map(
                                call ->
                                        CallAnswer.of(call)
                                                .with(
                                                        calls.log(
                                                                        caller.account(),
                                                                        call.id(),
                                                                        call.attempt())
                                                                .orElse(null)));
        return attempt.map(known -> later.map(known::with).orElse(known))
                .or(() -> later.map(CallAnswer::of))
                .orElseThrow(() -> unknown(id));
    }

    private Optional<AsyncCall> later(Caller caller, InvocationId invocation) {
        return asyncCalls.find(caller.account(), invocation);
    }

    static @Nullable CallStatus status(@Nullable String status) {
        return switch (status) {
            case null -> null;
            case "succeeded" -> CallStatus.SUCCEEDED;
            case "failed" -> CallStatus.FAILED;
            default ->
                    throw new RefusedException(
                            ErrorCode.REQUEST_INVALID,
                            "status must be succeeded or failed, was: "
                                    + KnownFunction.shown(status));
        };
    }

    /** What is no id at all is unknown like any other. */
    static InvocationId invocation(String id) {
        try {
            return InvocationId.parse(id);
        } catch (IllegalArgumentException e) {
            throw unknown(id);
        }
    }

    static RefusedException unknown(String id) {
        return new RefusedException(
                ErrorCode.NOT_FOUND,
                "there is no invocation %s; a finished one appears within a second"
                        .formatted(KnownFunction.shown(id.toLowerCase(Locale.ROOT))));
    }
}
