package dev.meterlark.console.functions;

import java.util.List;

/** What the pane of calls offers, for models of the pages that have it. */
public final class CallTargetModels {

    private CallTargetModels() {}

    public static Object any(String text) {
        var alias = new CallTargets.Alias(text, text);
        return new CallTargets.Offer(text, List.of(alias), List.of(text), text);
    }
}
