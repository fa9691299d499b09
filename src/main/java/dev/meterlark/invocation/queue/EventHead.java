package dev.meterlark.invocation.queue;

import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.invocation.TraceContext;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * An event but for its payload, as bytes of a row. The first byte is the form's version: a later
 * one must still read what an earlier one wrote, because a call may wait through an upgrade.
 */
final class EventHead {

    private static final int VERSION = 3;

    /** What it wrote knew no {@code tracestate}. */
    private static final int WITHOUT_STATE = 2;

    /** What it wrote knew no triggers. */
    private static final int WITHOUT_TRIGGER = 1;

    private static final int ABSENT = -1;

    private EventHead() {}

    static byte[] encode(Event event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(96);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            write(event.contentType(), out);
            write(event.source(), out);
            write(event.trace().amazon(), out);
            write(event.trace().traceparent(), out);
            write(event.trace().tracestate(), out);
            write(event.clientContext(), out);
            InvocationId parent = event.lineage().parent();
            out.writeInt(event.lineage().depth());
            if (parent != null) {
                out.writeLong(parent.value().getMostSignificantBits());
                out.writeLong(parent.value().getLeastSignificantBits());
            }
            UUID trigger = event.trigger();
            out.writeBoolean(trigger != null);
            if (trigger != null) {
                out.writeLong(trigger.getMostSignificantBits());
                out.writeLong(trigger.getLeastSignificantBits());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an event does not fit its form", e);
        }
        return bytes.toByteArray();
    }

    /**
     * @throws IllegalArgumentException when the bytes are no head of a known version
     */
    static Event decode(byte[] head, byte[] payload) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(head))) {
            int version = in.readUnsignedByte();
            if (version < WITHOUT_TRIGGER || version > VERSION) {
                throw new IllegalArgumentException(
                        "an event of version %d, known are %d to %d"
                                .formatted(version, WITHOUT_TRIGGER, VERSION));
            }
            return new Event(
                    payload,
                    present(read(in)),
                    present(read(in)),
                    new TraceContext(read(in), read(in), version > WITHOUT_STATE ? read(in) : null),
                    read(in),
                    lineage(in),
                    version > WITHOUT_TRIGGER ? trigger(in) : null);
        } catch (IOException e) {
            throw new IllegalArgumentException("an event that ends before its time", e);
        }
    }

    private static void write(@Nullable String text, DataOutputStream out) throws IOException {
        if (text == null) {
            out.writeInt(ABSENT);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static @Nullable String read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length == ABSENT) {
            return null;
        }
        if (length < 0 || length > in.available()) {
            throw new IllegalArgumentException("a text of %d bytes".formatted(length));
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static String present(@Nullable String text) {
        if (text == null) {
            throw new IllegalArgumentException("an event without its type or source");
        }
        return text;
    }

    private static Lineage lineage(DataInputStream in) throws IOException {
        int depth = in.readInt();
        return depth == 0
                ? Lineage.FIRST
                : new Lineage(new InvocationId(new UUID(in.readLong(), in.readLong())), depth);
    }

    private static @Nullable UUID trigger(DataInputStream in) throws IOException {
        return in.readBoolean() ? new UUID(in.readLong(), in.readLong()) : null;
    }
}
