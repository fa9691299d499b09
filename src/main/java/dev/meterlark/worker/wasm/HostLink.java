package dev.meterlark.worker.wasm;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Map;

/**
 * The connection to a host: orders down, reports up. The frames are those of {@code
 * wasmhost.Control}, which says what they hold. One thread reads; any may write.
 */
final class HostLink implements AutoCloseable {

    private static final int LOAD = 1;
    private static final int OPEN = 2;
    private static final int CLOSE = 3;
    private static final int FORGET = 4;
    private static final int EXPECT = 5;

    private static final int LOADED = 1;
    private static final int REFUSED = 2;
    private static final int PRINTED = 3;
    private static final int CALL_ENDED = 4;
    private static final int CLOSED = 5;

    private static final int LARGEST_REPORT = 64 << 20;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    HostLink(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = socket.getOutputStream();
    }

    /** What a host says; it may say anything at any time. */
    interface Listener {

        void loaded(int ticket, byte[] classes);

        void refused(int ticket, String why);

        void printed(int slot, String request, byte[] text);

        void callEnded(int slot, String request, long cpuMicros, long peakBytes, long dropped);

        void closed(int slot);
    }

    /** What one call of a slot may have. */
    record Bounds(int calls, int pages, int fileBytes, int answerBytes, int logBytes) {}

    /** A function version to be served by a slot that is expected. */
    record SlotOrder(
            int slot,
            String digest,
            String handler,
            Bounds bounds,
            Map<String, String> environment) {}

    /** Returns when the connection has ended; a report that cannot be read ends it too. */
    void read(Listener listener) throws IOException {
        while (true) {
            int length = in.readInt();
            if (length < 1 || length > LARGEST_REPORT) {
                throw new IOException("a report of %d bytes".formatted(length));
            }
            read(in.readUnsignedByte(), length - 1, listener);
        }
    }

    private void read(int kind, int length, Listener listener) throws IOException {
        switch (kind) {
            case LOADED -> listener.loaded(in.readInt(), bytes(length));
            case REFUSED -> listener.refused(in.readInt(), in.readUTF());
            case PRINTED -> listener.printed(in.readInt(), in.readUTF(), bytes(length));
            case CALL_ENDED ->
                    listener.callEnded(
                            in.readInt(),
                            in.readUTF(),
                            in.readLong(),
                            in.readLong(),
                            in.readLong());
            case CLOSED -> listener.closed(in.readInt());
            default -> throw new IOException("a report of unknown kind " + kind);
        }
    }

    private byte[] bytes(int most) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > most) {
            throw new IOException("%d bytes in a report of %d".formatted(length, most));
        }
        return in.readNBytes(length);
    }

    void load(int ticket, String digest, byte[] module, byte[] classes) throws IOException {
        order(
                LOAD,
                frame -> {
                    frame.writeInt(ticket);
                    frame.writeUTF(digest);
                    frame.writeInt(module.length);
                    frame.write(module);
                    frame.writeInt(classes.length);
                    frame.write(classes);
                });
    }

    void open(SlotOrder order) throws IOException {
        order(
                OPEN,
                frame -> {
                    frame.writeInt(order.slot());
                    frame.writeUTF(order.digest());
                    frame.writeUTF(order.handler());
                    Bounds bounds = order.bounds();
                    frame.writeInt(bounds.calls());
                    frame.writeInt(bounds.pages());
                    frame.writeInt(bounds.fileBytes());
                    frame.writeInt(bounds.answerBytes());
                    frame.writeInt(bounds.logBytes());
                    frame.writeInt(order.environment().size());
                    for (Map.Entry<String, String> each : order.environment().entrySet()) {
                        frame.writeUTF(each.getKey());
                        frame.writeUTF(each.getValue());
                    }
                });
    }

    /** Has the slot connect to its Runtime API on this port, before it is known what it is for. */
    void expect(int slot, int port) throws IOException {
        order(
                EXPECT,
                frame -> {
                    frame.writeInt(slot);
                    frame.writeInt(port);
                });
    }

    void close(int slot) throws IOException {
        order(CLOSE, frame -> frame.writeInt(slot));
    }

    void forget(String digest) throws IOException {
        order(FORGET, frame -> frame.writeUTF(digest));
    }

    private interface Fields {
        void write(DataOutputStream frame) throws IOException;
    }

    private void order(int kind, Fields fields) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var frame = new DataOutputStream(bytes);
        frame.writeInt(0); // the length, once it is known
        frame.writeByte(kind);
        fields.write(frame);
        byte[] all = bytes.toByteArray();
        int length = all.length - 4;
        for (int i = 0; i < 4; i++) {
            all[i] = (byte) (length >>> (24 - 8 * i));
        }
        synchronized (out) {
            out.write(all);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
