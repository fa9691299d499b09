package dev.meterlark.worker.protocol;

import io.netty.buffer.ByteBuf;

import java.util.Arrays;

/**
 * Collects a request's body up to a limit. Memory follows what has arrived, not what was declared:
 * a declaration costs the sandbox nothing.
 */
final class Body {

    private static final int FIRST = 8 * 1024;

    private final int limit;
    private final long declared;
    private byte[] bytes = new byte[0];
    private int size;

    /**
     * @param declared the {@code Content-Length}, or -1 when the body comes in chunks
     */
    Body(int limit, long declared) {
        this.limit = limit;
        this.declared = declared;
    }

    boolean declaredTooLarge() {
        return declared > limit;
    }

    /** How large it is as far as anyone knows. */
    long size() {
        return Math.max(declared, size);
    }

    /** Takes the readable bytes over; false when they would exceed the limit. */
    boolean append(ByteBuf content) {
        int more = content.readableBytes();
        if (more > limit - size) {
            size += more;
            bytes = new byte[0];
            return false;
        }
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, capacityFor(size + more));
        }
        content.readBytes(bytes, size, more);
        size += more;
        return true;
    }

    byte[] whole() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    private int capacityFor(int needed) {
        int most = declared >= 0 ? (int) Math.min(declared, limit) : limit;
        int grown = Math.max(needed, Math.max(FIRST, bytes.length * 2));
        return Math.max(needed, Math.min(grown, most));
    }
}
