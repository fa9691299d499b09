package dev.meterlark.worker.protocol;

import dev.meterlark.worker.AnswerStream;

/**
 * Where a streamed answer may go. An answer is collected where the caller wants no stream, and is
 * then bounded as any other.
 *
 * @param mostBytes of a streamed answer; whatever follows is refused
 */
public record Outlet(AnswerStream stream, long mostBytes, Pace pace) {

    public static final Outlet NONE = new Outlet(AnswerStream.NONE, 0, Pace.FREE);

    boolean takesPieces() {
        return stream != AnswerStream.NONE;
    }
}
