package dev.meterlark.trigger;

import dev.meterlark.invocation.Lineage;
import dev.meterlark.shared.InvocationId;

import java.nio.ByteBuffer;
import java.util.UUID;

/** An event and the trigger that gets it, as an outbox entry keeps them. */
record PushedEvent(TriggerId trigger, Lineage lineage, byte[] event) {

    private static final byte VERSION = 1;
    private static final int UUID_BYTES = 2 * Long.BYTES;
    private static final int HEAD = 1 + UUID_BYTES + Integer.BYTES + UUID_BYTES;

    byte[] encoded() {
        InvocationId parent = lineage.parent();
        UUID made = parent == null ? new UUID(0, 0) : parent.value();
        return ByteBuffer.allocate(HEAD + event.length)
                .put(VERSION)
                .putLong(trigger.value().getMostSignificantBits())
                .putLong(trigger.value().getLeastSignificantBits())
                .putInt(lineage.depth())
                .putLong(made.getMostSignificantBits())
                .putLong(made.getLeastSignificantBits())
                .put(event)
                .array();
    }

    /**
     * @throws IllegalArgumentException when it was not encoded here
     */
    static PushedEvent decode(byte[] body) {
        if (body.length < HEAD || body[0] != VERSION) {
            throw new IllegalArgumentException(
                    "an event of %d bytes in an unknown form".formatted(body.length));
        }
        ByteBuffer in = ByteBuffer.wrap(body, 1, body.length - 1);
        TriggerId trigger = new TriggerId(new UUID(in.getLong(), in.getLong()));
        int depth = in.getInt();
        UUID parent = new UUID(in.getLong(), in.getLong());
        byte[] event = new byte[in.remaining()];
        in.get(event);
        return new PushedEvent(
                trigger,
                depth == 0 ? Lineage.FIRST : new Lineage(new InvocationId(parent), depth),
                event);
    }
}
