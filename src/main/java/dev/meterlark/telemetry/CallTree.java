package dev.meterlark.telemetry;

import dev.meterlark.shared.InvocationId;

import java.util.List;
import java.util.Map;

/**
 * A call with those that it made, and what those made.
 *
 * @param made by id of the call that made them, in the order in which they were made
 * @param cut whether there were more than are here
 */
public record CallTree(Call root, Map<InvocationId, List<Call>> made, boolean cut) {

    public CallTree {
        made = Map.copyOf(made);
    }

    public List<Call> madeBy(InvocationId call) {
        return made.getOrDefault(call, List.of());
    }
}
