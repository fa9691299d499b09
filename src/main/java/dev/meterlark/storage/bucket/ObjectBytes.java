package dev.meterlark.storage.bucket;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;

/** Reads objects, wherever their bytes lie. */
@Component
class ObjectBytes {

    private final Bodies bodies;
    private final Pieces pieces;

    ObjectBytes(Bodies bodies, Pieces pieces) {
        this.bodies = bodies;
        this.pieces = pieces;
    }

    /**
     * @param pieced whether the version's bytes lie in pieces
     * @param from the first byte
     */
    InputStream open(BodyId version, boolean pieced, long from) throws IOException {
        return pieced ? opened(pieces.of(version), from) : bodies.open(version, from);
    }

    /** Of a version whose bytes lie in pieces. */
    List<Long> sizes(BodyId version) {
        return pieces.of(version).stream().map(Pieces.Piece::bytes).toList();
    }

    private InputStream opened(List<Pieces.Piece> all, long from) {
        int first = 0;
        long within = from;
        while (first < all.size() && within >= all.get(first).bytes()) {
            within -= all.get(first).bytes();
            first++;
        }
        return new Joined(all.subList(first, all.size()).iterator(), within);
    }

    /** One body behind the other, each open only while it is read. */
    private final class Joined extends InputStream {

        private final Iterator<Pieces.Piece> left;
        private long from;
        private @Nullable InputStream open;

        Joined(Iterator<Pieces.Piece> left, long from) {
            this.left = left;
            this.from = from;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int at, int length) throws IOException {
            while (true) {
                InputStream body = body();
                if (body == null) {
                    return -1;
                }
                int read = body.read(target, at, length);
                if (read >= 0) {
                    return read;
                }
                close();
            }
        }

        private @Nullable InputStream body() throws IOException {
            if (open == null && left.hasNext()) {
                open = bodies.open(left.next().body(), from);
                from = 0;
            }
            return open;
        }

        @Override
        public void close() throws IOException {
            InputStream body = open;
            open = null;
            if (body != null) {
                body.close();
            }
        }
    }
}
