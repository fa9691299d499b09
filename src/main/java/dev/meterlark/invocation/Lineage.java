package dev.meterlark.invocation;

import dev.meterlark.edge.CallingInvocation;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * Where a call stands in a chain of calls that made each other.
 *
 * @param parent the call that made this one; null for the first of a chain
 * @param depth how many calls stand before it; 0 for the first
 */
public record Lineage(@Nullable InvocationId parent, int depth) {

    /** Nobody's child: a person, a program or a clock made the call. */
    public static final Lineage FIRST = new Lineage(null, 0);

    public Lineage {
        if (depth < 0 || (depth == 0) != (parent == null)) {
            throw new IllegalArgumentException(
                    "a call of depth %d has the parent %s".formatted(depth, parent));
        }
    }

    /** Of a call that a function asks for, or somebody else. */
    public static Lineage of(Optional<CallingInvocation> calling) {
        return calling.map(call -> new Lineage(call.id(), call.depth() + 1)).orElse(FIRST);
    }

    /** Of a call that this one makes. */
    public Lineage child(InvocationId self) {
        return new Lineage(self, depth + 1);
    }
}
