package dev.meterlark.nodes;

import java.time.Instant;
import java.util.UUID;

/**
 * One life of a node, as it was heard of last.
 *
 * @param here whether it is the one that answers
 * @param lost whether it has been silent for too long
 */
public record Node(
        UUID id,
        Instant startedAt,
        Instant seenAt,
        boolean here,
        boolean lost,
        NodeReading reading) {}
