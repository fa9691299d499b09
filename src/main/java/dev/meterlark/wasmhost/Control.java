package dev.meterlark.wasmhost;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The connection on which the platform gives its orders. A frame is its length in four bytes, a
 * byte that tells its kind, and its fields as {@link DataOutputStream} writes them. Orders are
 * taken by one thread; reports are written by any, each in one piece.
 */
final class Control implements Reports {

    // Orders, with their fields: what comes after the kind.
    static final int LOAD = 1; // ticket, digest, module, classes (empty: none are kept)
    static final int OPEN = 2; // SlotOrder
    static final int CLOSE = 3; // slot
    static final int FORGET = 4; // digest
    static final int EXPECT = 5; // slot, port of its Runtime API

    // Reports.
    static final int LOADED = 1; // ticket, classes (empty: those that were sent are good)
    static final int REFUSED = 2; // ticket, why
    static final int PRINTED = 3; // slot, request, text
    static final int CALL_ENDED = 4; // slot, request, CPU micros, peak bytes, bytes not kept
    static final int CLOSED = 5; // slot

    private static final int LONGEST_ORDER = 128 << 20;

    private final DataInputStream in;
    private final DataOutputStream out;
    private final String host;
    private final Modules modules = new Modules(this);
    private final Map<Integer, Slot> slots = new HashMap<>();

    Control(Socket socket, String host) throws IOException {
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 << 10));
        this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
        this.host = host;
    }

    /** Returns when the platform has gone. */
    void serve() throws IOException {
        for (int length = length(); length > 0; length = length()) {
            if (length > LONGEST_ORDER) {
                throw new IOException("an order of %d bytes".formatted(length));
            }
            order(in.readUnsignedByte());
        }
    }

    private int length() throws IOException {
        int first = in.read();
        if (first < 0) {
            return -1;
        }
        return first << 24
                | in.readUnsignedByte() << 16
                | in.readUnsignedByte() << 8
                | in.readUnsignedByte();
    }

    private void order(int kind) throws IOException {
        switch (kind) {
            case LOAD -> modules.load(in.readInt(), in.readUTF(), bytes(), bytes());
            case EXPECT -> expect(in.readInt(), in.readInt());
            case OPEN -> open(slotOrder());
            case CLOSE -> close(in.readInt());
            case FORGET -> modules.forget(in.readUTF());
            default -> throw new IOException("an order of unknown kind " + kind);
        }
    }

    private void expect(int number, int port) {
        var slot = new Slot(number, host + ":" + port, this);
        slots.put(number, slot);
        slot.expect();
    }

    private void open(SlotOrder order) {
        Slot slot = slots.get(order.slot());
        if (slot != null) {
            slot.open(order, modules.of(order.digest()));
        }
    }

    private void close(int number) {
        Slot slot = slots.remove(number);
        if (slot != null) {
            slot.close();
        }
    }

    private SlotOrder slotOrder() throws IOException {
        int slot = in.readInt();
        String digest = in.readUTF();
        String handler = in.readUTF();
        var bounds =
                new SlotOrder.Bounds(
                        in.readInt(), in.readInt(), in.readInt(), in.readInt(), in.readInt());
        Map<String, String> environment = new LinkedHashMap<>();
        for (int count = in.readInt(); count > 0; count--) {
            environment.put(in.readUTF(), in.readUTF());
        }
        return new SlotOrder(slot, digest, handler, bounds, environment);
    }

    private byte[] bytes() throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }

    @Override
    public void loaded(int ticket, byte[] classes) {
        report(
                LOADED,
                frame -> {
                    frame.writeInt(ticket);
                    frame.writeInt(classes.length);
                    frame.write(classes);
                });
    }

    @Override
    public void refused(int ticket, String why) {
        report(
                REFUSED,
                frame -> {
                    frame.writeInt(ticket);
                    frame.writeUTF(why);
                });
    }

    @Override
    public void printed(int slot, String request, byte[] text) {
        report(
                PRINTED,
                frame -> {
                    frame.writeInt(slot);
                    frame.writeUTF(request);
                    frame.writeInt(text.length);
                    frame.write(text);
                });
    }

    @Override
    public void callEnded(int slot, String request, long cpuMicros, long peakBytes, long dropped) {
        report(
                CALL_ENDED,
                frame -> {
                    frame.writeInt(slot);
                    frame.writeUTF(request);
                    frame.writeLong(cpuMicros);
                    frame.writeLong(peakBytes);
                    frame.writeLong(dropped);
                });
    }

    @Override
    public void closed(int slot) {
        report(CLOSED, frame -> frame.writeInt(slot));
    }

    private interface Fields {
        void write(DataOutputStream frame) throws IOException;
    }

    private void report(int kind, Fields fields) {
        try {
            var bytes = new ByteArrayOutputStream(64);
            var frame = new DataOutputStream(bytes);
            frame.writeByte(kind);
            fields.write(frame);
            synchronized (out) {
                out.writeInt(bytes.size());
                bytes.writeTo(out);
                out.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the platform is gone", e);
        }
    }
}
