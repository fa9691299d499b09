package dev.meterlark.console;

import dev.meterlark.invocation.AsyncCalls;
import dev.meterlark.invocation.FunctionNames;
import dev.meterlark.invocation.PipelineNames;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.Permission;
import dev.meterlark.telemetry.Calls;
import dev.meterlark.trigger.Triggers;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.util.UriComponentsBuilder;

import java.util.UUID;

/** Looks for a thing when a page comes to its link, and not before. */
@ControllerAdvice(annotations = Room.class)
class WhereaboutsAdvice {

    private final FunctionNames functions;
    private final PipelineNames pipelines;
    private final Triggers triggers;
    private final Calls calls;
    private final AsyncCalls asyncCalls;

    WhereaboutsAdvice(
            FunctionNames functions,
            PipelineNames pipelines,
            Triggers triggers,
            Calls calls,
            AsyncCalls asyncCalls) {
        this.functions = functions;
        this.pipelines = pipelines;
        this.triggers = triggers;
        this.calls = calls;
        this.asyncCalls = asyncCalls;
    }

    @ModelAttribute("where")
    Whereabouts where(Caller caller) {
        return new Whereabouts(
                name -> target(caller, name), id -> trigger(caller, id), id -> call(caller, id));
    }

    private @Nullable String target(Caller caller, String name) {
        if (!caller.may(Permission.FUNCTIONS_READ)) {
            return null;
        }
        if (functions.functionId(caller.account(), name).isPresent()) {
            return address("/functions/{name}", name);
        }
        return pipelines.pipelineId(caller.account(), name).isPresent()
                ? address("/pipelines/{name}", name)
                : null;
    }

    private @Nullable String trigger(Caller caller, String id) {
        return caller.may(Permission.FUNCTIONS_READ) && triggers.isThere(caller, id)
                ? address("/triggers/{id}", id)
                : null;
    }

    private @Nullable String call(Caller caller, String id) {
        var invocation = new InvocationId(UUID.fromString(id));
        return caller.may(Permission.LOGS_READ)
                        && (calls.find(caller.account(), invocation).isPresent()
                                || asyncCalls.find(caller.account(), invocation).isPresent())
                ? address("/calls/{id}", id)
                : null;
    }

    private static String address(String template, String name) {
        return UriComponentsBuilder.fromPath(template).encode().buildAndExpand(name).toUriString();
    }
}
