package dev.meterlark.console.queues;

import dev.meterlark.invocation.FunctionNames;
import dev.meterlark.invocation.PipelineNames;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Functions and pipelines by the names that people type. */
@Component
class NamedFunctions {

    private final FunctionNames functions;
    private final PipelineNames pipelines;

    NamedFunctions(FunctionNames functions, PipelineNames pipelines) {
        this.functions = functions;
        this.pipelines = pipelines;
    }

    /** Null when it names none. */
    @Nullable FunctionId find(Caller caller, @Nullable String name) {
        if (name == null || name.isBlank()) {
            return null;
        }
        return functions
                .functionId(caller.account(), name.strip())
                .or(() -> pipelines.pipelineId(caller.account(), name.strip()))
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        ErrorCode.NOT_FOUND,
                                        "there is no such function in this account"));
    }
}
