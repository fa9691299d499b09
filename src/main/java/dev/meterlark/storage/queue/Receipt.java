package dev.meterlark.storage.queue;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * One receipt of a message. When the message is received once more, the receipt before settles
 * nothing any more.
 */
record Receipt(MessageId message, long epoch) {

    private static final int BYTES = 3 * Long.BYTES;

    /** Empty when it is none. */
    static Optional<Receipt> parse(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length != BYTES) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        UUID id = new UUID(in.getLong(), in.getLong());
        return Optional.of(new Receipt(new MessageId(id), in.getLong()));
    }

    String text() {
        UUID id = message.value();
        byte[] bytes =
                ByteBuffer.allocate(BYTES)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .putLong(epoch)
                        .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
