package dev.meterlark.trigger;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.meterlark.invocation.Lineage;
import dev.meterlark.invocation.TraceContext;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * An event and the trigger that gets it, as an outbox entry keeps them: a version, whose they are,
 * since the second version the place in a trace, the event.
 */
record PushedEvent(TriggerId trigger, Origin origin, byte[] event) {

    private static final byte WITHOUT_TRACE = 1;
    private static final byte VERSION = 2;
    private static final int UUID_BYTES = 2 * Long.BYTES;
    private static final int HEAD = 1 + UUID_BYTES + Integer.BYTES + UUID_BYTES;

    byte[] encoded() {
        InvocationId parent = origin.lineage().parent();
        UUID made = parent == null ? new UUID(0, 0) : parent.value();
        String said = origin.trace().traceparent();
        byte[] trace = (said == null ? "" : said).getBytes(US_ASCII);
        return ByteBuffer.allocate(HEAD + 1 + trace.length + event.length)
                .put(VERSION)
                .putLong(trigger.value().getMostSignificantBits())
                .putLong(trigger.value().getLeastSignificantBits())
                .putInt(origin.lineage().depth())
                .putLong(made.getMostSignificantBits())
                .putLong(made.getLeastSignificantBits())
                .put((byte) trace.length)
                .put(trace)
                .put(event)
                .array();
    }

    /**
     * @throws IllegalArgumentException when it was not encoded here
     */
    static PushedEvent decode(byte[] body) {
        byte version = body.length < HEAD ? 0 : body[0];
        boolean whole = version == WITHOUT_TRACE || body.length > HEAD;
        if (version < WITHOUT_TRACE || version > VERSION || !whole) {
            throw new IllegalArgumentException(
                    "an event of %d bytes in an unknown form".formatted(body.length));
        }
        ByteBuffer in = ByteBuffer.wrap(body, 1, body.length - 1);
        TriggerId trigger = new TriggerId(new UUID(in.getLong(), in.getLong()));
        int depth = in.getInt();
        UUID parent = new UUID(in.getLong(), in.getLong());
        Lineage lineage = depth == 0 ? Lineage.FIRST : new Lineage(new InvocationId(parent), depth);
        String said = version == WITHOUT_TRACE ? null : trace(in);
        byte[] event = new byte[in.remaining()];
        in.get(event);
        return new PushedEvent(
                trigger, new Origin(lineage, new TraceContext(null, said, null)), event);
    }

    private static @Nullable String trace(ByteBuffer in) {
        byte[] trace = new byte[in.get()];
        in.get(trace);
        return trace.length == 0 ? null : new String(trace, US_ASCII);
    }
}
