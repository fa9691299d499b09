package dev.meterlark.ingress;

import dev.meterlark.invocation.EventIntake;
import dev.meterlark.shared.RefusedException;

import io.netty.buffer.ByteBuf;

import java.util.Arrays;

/**
 * A request's body as it arrives. Memory follows what has arrived, not what was declared, and comes
 * out of the room that all events share.
 */
final class BodyBytes implements AutoCloseable {

    private static final byte[] NOTHING = {};
    private static final int FIRST = 8 * 1024;

    private final EventIntake.Taken room;
    private final int most;
    private byte[] bytes = NOTHING;
    private int size;

    BodyBytes(EventIntake intake) {
        this(intake, intake.maxEventBytes());
    }

    /**
     * @param most bytes, no more than the largest event has
     */
    BodyBytes(EventIntake intake, int most) {
        this.room = intake.open();
        this.most = most;
    }

    /**
     * @throws NotServedException when it is too much, for this body or for all together
     */
    void append(ByteBuf content) {
        int more = content.readableBytes();
        if (more > most - size) {
            throw new NotServedException(Refusal.tooLarge(most));
        }
        if (size + more > bytes.length) {
            grow(size + more);
        }
        content.readBytes(bytes, size, more);
        size += more;
    }

    /**
     * @throws NotServedException when it is more than any body may have
     */
    void declare(long length) {
        if (length > most) {
            throw new NotServedException(Refusal.tooLarge(most));
        }
    }

    byte[] whole() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    int size() {
        return size;
    }

    @Override
    public void close() {
        bytes = NOTHING;
        room.close();
    }

    private void grow(int needed) {
        int grown = Math.max(needed, Math.min(most, Math.max(FIRST, bytes.length * 2)));
        try {
            room.reserve(grown);
        } catch (RefusedException e) {
            throw new NotServedException(Refusal.of(e));
        }
        bytes = Arrays.copyOf(bytes, grown);
    }
}
