package dev.meterlark.telemetry.web;

import dev.meterlark.invocation.FunctionNames;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.RefusedException;

/** From the name in a path to the caller's function. */
final class KnownFunction {

    private static final int SHOWN = 140;

    private KnownFunction() {}

    static FunctionId require(FunctionNames names, Caller caller, String name) {
        return names.functionId(caller.account(), name)
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        ErrorCode.NOT_FOUND,
                                        "there is no function named " + shown(name)));
    }

    static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
