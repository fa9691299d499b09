package dev.meterlark.storage.bucket;

import dev.meterlark.metering.Tally;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What is taken from it counts, also when its reader goes away; it ends where no more was allowed.
 */
final class CountedStream extends FilterInputStream {

    private final Tally.Allowed allowed;
    private final long most;
    private long count;
    private boolean closed;

    CountedStream(InputStream bytes, Tally.Allowed allowed, long most) {
        super(bytes);
        this.allowed = allowed;
        this.most = most;
    }

    @Override
    public int read() throws IOException {
        int read = count == most ? -1 : super.read();
        count += read < 0 ? 0 : 1;
        return read;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        int wanted = (int) Math.min(length, most - count);
        int read = wanted == 0 && length > 0 ? -1 : super.read(target, from, wanted);
        count += Math.max(0, read);
        return read;
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            allowed.count(count);
        }
        super.close();
    }
}
