package dev.meterlark.trigger;

import dev.meterlark.edge.CallingInvocation;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.invocation.TraceContext;

import java.util.Optional;

/**
 * What an event came of, as far as it is known.
 *
 * @param lineage of the call that comes of it
 * @param trace that it goes on with
 */
public record Origin(Lineage lineage, TraceContext trace) {

    public static final Origin UNKNOWN = new Origin(Lineage.FIRST, TraceContext.NONE);

    /** What a call did, or somebody else. */
    public static Origin of(Optional<CallingInvocation> calling) {
        return new Origin(Lineage.of(calling), TraceContext.of(calling));
    }
}
