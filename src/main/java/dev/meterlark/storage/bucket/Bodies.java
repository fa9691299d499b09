package dev.meterlark.storage.bucket;

import java.io.IOException;
import java.io.InputStream;

/**
 * Where the bytes of objects lie: by random ids, there complete or not at all, and never changed.
 */
interface Bodies {

    /** Durable when it returns; when it throws, {@link #delete} takes away what was written. */
    void write(BodyId id, InputStream bytes) throws IOException;

    /**
     * @param from the first byte
     * @throws IOException when there is no such body or it cannot be read
     */
    InputStream open(BodyId id, long from) throws IOException;

    /** Also what is unfinished; of what is not there, nothing. */
    void delete(BodyId id) throws IOException;
}
