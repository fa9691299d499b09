package dev.meterlark.storage.table;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * How a reader keeps up.
 *
 * @param waiting changes that it has not taken
 * @param waitingSince when the first of them was made; null when there is none
 * @param isAtBeginning whether it still goes through what was there when it began
 * @param lost changes that were deleted before it took them
 * @param lostAt when the last of those were
 * @param keptBytes what the changes take that wait for the table's readers
 * @param mostBytes what they may take: then the oldest are deleted
 * @param lostFrom when the first that waits is deleted, if it is not taken; null when none waits
 */
public record Standing(
        long waiting,
        @Nullable Instant waitingSince,
        boolean isAtBeginning,
        long lost,
        @Nullable Instant lostAt,
        long keptBytes,
        long mostBytes,
        @Nullable Instant lostFrom) {}
