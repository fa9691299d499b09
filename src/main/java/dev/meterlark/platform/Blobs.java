package dev.meterlark.platform;

import dev.meterlark.shared.CodeDigest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Bytes by their SHA-256: a blob is there complete or not at all, and never changes. */
public interface Blobs {

    /**
     * Takes a finished file into the store, by moving it; durable when this returns. A blob that is
     * there already stays.
     *
     * @param before told of the digest before the blob can be there, to leave a trace of it in case
     *     the process ends in between; when it throws, there is no blob
     * @return the digest of the file's bytes
     */
    CodeDigest put(Path finished, Consumer<CodeDigest> before) throws IOException;

    /**
     * @throws IOException when there is no such blob or it cannot be read
     */
    InputStream open(CodeDigest digest) throws IOException;

    long size(CodeDigest digest) throws IOException;

    void delete(CodeDigest digest) throws IOException;

    /**
     * A new empty file on the store's own file system, for {@link #put} to move; the caller deletes
     * what it does not put.
     */
    Path temporary() throws IOException;
}
