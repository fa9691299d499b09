package dev.meterlark.function.snapshot;

import java.util.List;

/**
 * Every version and every alias there is, as of now: read at start and once a minute, in case a
 * push was missed.
 */
public interface SnapshotSource {

    /** All of it as of one moment, so that no alias points at a version that is not there. */
    Reading read();

    record Reading(List<FunctionSnapshot> functions, List<AliasSnapshot> aliases) {

        public Reading {
            functions = List.copyOf(functions);
            aliases = List.copyOf(aliases);
        }
    }
}
