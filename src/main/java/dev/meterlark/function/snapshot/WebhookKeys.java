package dev.meterlark.function.snapshot;

import dev.meterlark.shared.FunctionId;

import java.util.List;

/** What webhooks are signed with. */
public interface WebhookKeys {

    /**
     * The function's own first; while a change of it is under way, the one before as well. Empty
     * when it never had one. They stay when the function goes.
     */
    List<byte[]> of(FunctionId function);
}
