package dev.meterlark.storage.bucket;

import java.io.IOException;
import java.io.InputStream;

/**
 * Where the bytes of objects lie: by random ids, there complete or not at all, and never changed.
 */
interface Bodies {

    /**
     * Durable when it returns; when it throws, {@link #delete} takes away what was written.
     *
     * @param most bytes that are taken
     * @throws TooLargeException when there are more
     */
    Written write(BodyId id, InputStream bytes, long most) throws IOException;

    /**
     * @param from the first byte
     * @throws IOException when there is no such body or it cannot be read
     */
    InputStream open(BodyId id, long from) throws IOException;

    /** Also what is unfinished; of what is not there, nothing. */
    void delete(BodyId id) throws IOException;

    /**
     * @param md5 in hex
     * @param sha256 in hex
     */
    record Written(long size, String md5, String sha256) {}

    /** More bytes came than may. */
    final class TooLargeException extends IOException {

        TooLargeException(long most) {
            super("more than %d bytes came".formatted(most));
        }
    }
}
