package dev.meterlark.invocation.web;

import dev.meterlark.invocation.Attempts;
import dev.meterlark.invocation.FunctionNames;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.FunctionId;

import org.springframework.stereotype.Component;

/** From a name in a path to what the caller's account has by it, a function or a pipeline. */
@Component
class FunctionIds {

    private final FunctionNames names;
    private final Attempts attempts;

    FunctionIds(FunctionNames names, Attempts attempts) {
        this.names = names;
        this.attempts = attempts;
    }

    FunctionId require(Caller caller, String name) {
        return names.functionId(caller.account(), name)
                .orElseGet(
                        () ->
                                attempts.target(caller.account(), FunctionRef.latest(name))
                                        .function());
    }
}
