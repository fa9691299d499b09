package dev.meterlark.worker.pool;

import dev.meterlark.shared.FunctionId;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Below which revision a version's sandboxes have no further use. Remembers the last so many
 * versions, for calls that were admitted before. Not thread-safe; the pool's lock guards it.
 */
final class Retirements {

    private static final int MOST = 10_000;

    private final SequencedMap<Retired, Long> below = new LinkedHashMap<>();

    private record Retired(FunctionId function, String version) {}

    void retire(FunctionId function, String version, long belowRevision) {
        below.merge(new Retired(function, version), belowRevision, Math::max);
        if (below.size() > MOST) {
            below.pollFirstEntry();
        }
    }

    boolean hasRetired(Kind kind) {
        Retired version = new Retired(kind.function(), kind.version());
        return kind.revision() < below.getOrDefault(version, Long.MIN_VALUE);
    }
}
