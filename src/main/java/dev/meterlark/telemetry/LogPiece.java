package dev.meterlark.telemetry;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * Some lines of one attempt's log, as live readers get them.
 *
 * @param function its name when it was called
 * @param levels of each line of the text, {@code none} where it says none
 * @param truncatedBytes printed beyond what is kept; only on an attempt's last piece
 */
record LogPiece(
        String id,
        String invocationId,
        int attempt,
        @Nullable String function,
        @Nullable String version,
        Instant endedAt,
        String text,
        List<String> levels,
        long truncatedBytes) {}
