package dev.meterlark.telemetry;

import java.time.Instant;

/**
 * Some lines of one attempt's log, as live readers get them.
 *
 * @param truncatedBytes printed beyond what is kept; only on an attempt's last piece
 */
record LogPiece(
        String id,
        String invocationId,
        int attempt,
        Instant endedAt,
        String text,
        long truncatedBytes) {}
