package dev.meterlark.storage.topic;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.meterlark.edge.CallingInvocation;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * An event and whom it goes to, as an outbox entry keeps them: a version, an id, since the second
 * version the call that published it, since the third its place in a trace, the event.
 *
 * @param by null when no function published it
 */
record Delivery(SubscriptionId to, @Nullable CallingInvocation by, byte[] event) {

    private static final byte WITHOUT_CALL = 1;
    private static final byte WITHOUT_TRACE = 2;
    private static final byte VERSION = 3;
    private static final int ID = 2 * Long.BYTES;
    private static final int LEAST = 1 + ID;

    /** Stands for no call. */
    private static final UUID NONE = new UUID(0, 0);

    byte[] encoded() {
        UUID call = by == null ? NONE : by.id().value();
        String said = by == null || by.traceparent() == null ? "" : by.traceparent();
        byte[] trace = said.getBytes(US_ASCII);
        return ByteBuffer.allocate(LEAST + ID + Integer.BYTES + 1 + trace.length + event.length)
                .put(VERSION)
                .putLong(to.value().getMostSignificantBits())
                .putLong(to.value().getLeastSignificantBits())
                .putLong(call.getMostSignificantBits())
                .putLong(call.getLeastSignificantBits())
                .putInt(by == null ? 0 : by.depth())
                .put((byte) trace.length)
                .put(trace)
                .put(event)
                .array();
    }

    /**
     * @throws IllegalArgumentException when it was not encoded here
     */
    static Delivery decode(byte[] body) {
        byte version = body.length < LEAST ? 0 : body[0];
        boolean whole =
                version == WITHOUT_CALL
                        || body.length
                                >= LEAST + ID + Integer.BYTES + (version == WITHOUT_TRACE ? 0 : 1);
        if (version < WITHOUT_CALL || version > VERSION || !whole) {
            throw new IllegalArgumentException(
                    "a delivery of %d bytes in an unknown form".formatted(body.length));
        }
        ByteBuffer in = ByteBuffer.wrap(body, 1, body.length - 1);
        UUID to = new UUID(in.getLong(), in.getLong());
        CallingInvocation by = version == WITHOUT_CALL ? null : call(in, version);
        byte[] event = new byte[in.remaining()];
        in.get(event);
        return new Delivery(new SubscriptionId(to), by, event);
    }

    private static @Nullable CallingInvocation call(ByteBuffer in, byte version) {
        UUID id = new UUID(in.getLong(), in.getLong());
        int depth = in.getInt();
        byte[] trace = new byte[version == WITHOUT_TRACE ? 0 : in.get()];
        in.get(trace);
        String said = trace.length == 0 ? null : new String(trace, US_ASCII);
        return id.equals(NONE) ? null : new CallingInvocation(new InvocationId(id), depth, said);
    }
}
