package dev.meterlark.worker.pool;

import dev.meterlark.shared.FunctionId;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Below which revision a function's sandboxes have no further use. Remembers the last so many
 * functions, for calls that were admitted before. Not thread-safe; the pool's lock guards it.
 */
final class Retirements {

    private static final int MOST = 10_000;

    private final SequencedMap<FunctionId, Long> below = new LinkedHashMap<>();

    void retire(FunctionId function, long belowRevision) {
        below.merge(function, belowRevision, Math::max);
        if (below.size() > MOST) {
            below.pollFirstEntry();
        }
    }

    boolean hasRetired(Kind kind) {
        return kind.revision() < below.getOrDefault(kind.function(), Long.MIN_VALUE);
    }
}
