package dev.meterlark.storage.topic;

import java.nio.ByteBuffer;
import java.util.UUID;

/** An event and whom it goes to, as an outbox entry keeps them: a version, an id, the event. */
record Delivery(SubscriptionId to, byte[] event) {

    private static final byte VERSION = 1;
    private static final int HEAD = 1 + 2 * Long.BYTES;

    byte[] encoded() {
        return ByteBuffer.allocate(HEAD + event.length)
                .put(VERSION)
                .putLong(to.value().getMostSignificantBits())
                .putLong(to.value().getLeastSignificantBits())
                .put(event)
                .array();
    }

    /**
     * @throws IllegalArgumentException when it was not encoded here
     */
    static Delivery decode(byte[] body) {
        if (body.length < HEAD || body[0] != VERSION) {
            throw new IllegalArgumentException(
                    "a delivery of %d bytes in an unknown form".formatted(body.length));
        }
        ByteBuffer in = ByteBuffer.wrap(body, 1, body.length - 1);
        UUID to = new UUID(in.getLong(), in.getLong());
        byte[] event = new byte[in.remaining()];
        in.get(event);
        return new Delivery(new SubscriptionId(to), event);
    }
}
