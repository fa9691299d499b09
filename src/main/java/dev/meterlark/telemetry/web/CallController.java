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
import dev.meterlark.telemetry.Call;
import dev.meterlark.telemetry.CallPage;
import dev.meterlark.telemetry.CallQuery;
import dev.meterlark.telemetry.Calls;

import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
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
            @ParameterObject CallWords words,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = "" + CallQuery.DEFAULT_LIMIT) int limit) {
        FunctionId function = KnownFunction.require(names, caller, name);
        return recent(caller, function, words.query(cursor, limit));
    }

    /** The runs themselves; each of their stages is a call of its own function. */
    @Access(Permission.LOGS_READ)
    @GetMapping("/api/v1/pipelines/{name}/invocations")
    Answer runs(
            Caller caller,
            @PathVariable String name,
            @ParameterObject CallWords words,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = "" + CallQuery.DEFAULT_LIMIT) int limit) {
        FunctionId pipeline =
                pipelines
                        .pipelineId(caller.account(), name)
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                ErrorCode.NOT_FOUND,
                                                "there is no such pipeline in this account"));
        return recent(caller, pipeline, words.query(cursor, limit));
    }

    private Answer recent(Caller caller, FunctionId of, CallQuery query) {
        CallPage page = calls.recent(caller.account(), of, query);
        return new Answer(page.items().stream().map(CallAnswer::of).toList(), page.nextCursor());
    }

    /**
     * @param attempt one of several; the last when it is left out
     */
    @Access(Permission.LOGS_READ)
    @GetMapping("/api/v1/invocations/{id}")
    CallAnswer one(
            Caller caller, @PathVariable String id, @RequestParam @Nullable Integer attempt) {
        InvocationId invocation = invocation(id);
        if (attempt != null) {
            return calls.find(caller.account(), invocation, attempt)
                    .map(call -> withLog(caller, call))
                    .orElseThrow(() -> unknown(id));
        }
        Optional<AsyncCall> later = later(caller, invocation);
        Optional<CallAnswer> last =
                calls.find(caller.account(), invocation).map(call -> withLog(caller, call));
        return last.map(known -> later.map(known::with).orElse(known))
                .or(() -> later.map(CallAnswer::of))
                .orElseThrow(() -> unknown(id));
    }

    /** As far as they have ended, the first one first, without their logs. */
    @Access(Permission.LOGS_READ)
    @GetMapping("/api/v1/invocations/{id}/attempts")
    Answer attempts(Caller caller, @PathVariable String id) {
        InvocationId invocation = invocation(id);
        List<Call> found = calls.attempts(caller.account(), invocation);
        if (found.isEmpty() && later(caller, invocation).isEmpty()) {
            throw unknown(id);
        }
        return new Answer(found.stream().map(CallAnswer::of).toList(), null);
    }

    private CallAnswer withLog(Caller caller, Call call) {
        return CallAnswer.of(call)
                .with(calls.log(caller.account(), call.id(), call.attempt()).orElse(null));
    }

    private Optional<AsyncCall> later(Caller caller, InvocationId invocation) {
        return asyncCalls.find(caller.account(), invocation);
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
