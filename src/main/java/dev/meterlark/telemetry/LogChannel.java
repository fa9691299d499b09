package dev.meterlark.telemetry;

import java.io.IOException;

/** The way to one reader of a live log; every call may block as long as the reader does. */
interface LogChannel {

    /**
     * @throws IOException when the reader is gone
     */
    void piece(LogPiece piece) throws IOException;

    /**
     * One that comes after others that were written later: nobody goes on after it.
     *
     * @throws IOException when the reader is gone
     */
    void late(LogPiece piece) throws IOException;

    void heartbeat() throws IOException;

    /** The last that a reader hears. */
    void end(LogEnd reason) throws IOException;
}
