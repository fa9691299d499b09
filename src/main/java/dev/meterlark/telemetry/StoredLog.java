package dev.meterlark.telemetry;

import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What one attempt printed.
 *
 * @param functionName when it was called; null of logs from before it was noted
 * @param version null of logs from before it was noted
 * @param position the order of writing
 * @param bytes as printed, perhaps no valid UTF-8
 * @param truncatedBytes printed beyond what is kept
 */
public record StoredLog(
        InvocationId invocation,
        int attempt,
        FunctionId function,
        @Nullable String functionName,
        @Nullable String version,
        long position,
        Instant endedAt,
        byte[] bytes,
        long truncatedBytes) {

    /** As text, with U+FFFD for what is no UTF-8. */
    public String text() {
        return text(0, bytes.length);
    }

    String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /**
     * Where a piece that begins at an offset ends: all the rest when it is short, else after its
     * last whole line, else between two characters.
     */
    int pieceEnd(int from, int maxBytes) {
        if (bytes.length - from <= maxBytes) {
            return bytes.length;
        }
        int limit = from + maxBytes;
        for (int end = limit; end > from; end--) {
            if (bytes[end - 1] == '\n') {
                return end;
            }
        }
        int end = limit;
        while (end > limit - 4 && (bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        return end > from ? end : limit;
    }
}
