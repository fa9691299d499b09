package dev.meterlark.edge;

import dev.meterlark.shared.RefusedException;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The body of a request to one of AWS's services. Reading it to its end checks all that a signature
 * covers, and throws a {@link RefusedException} where something is not as it was signed: whoever
 * keeps bytes keeps them only once the end has come.
 */
public final class AwsBody {

    private final InputStream bytes;
    private final long length;
    private final Supplier<Map<String, String>> trailers;

    AwsBody(InputStream bytes, long length, Supplier<Map<String, String>> trailers) {
        this.bytes = bytes;
        this.length = length;
        this.trailers = trailers;
    }

    static AwsBody of(byte[] held) {
        return new AwsBody(new ByteArrayInputStream(held), held.length, Map::of);
    }

    /** What was meant to arrive, without the frames of its chunks. */
    public InputStream bytes() {
        return bytes;
    }

    /** Of those; -1 when it is not known before. */
    public long length() {
        return length;
    }

    /** What was said behind the last byte, by names in lower case; empty before it has come. */
    public Map<String, String> trailers() {
        return trailers.get();
    }
}
