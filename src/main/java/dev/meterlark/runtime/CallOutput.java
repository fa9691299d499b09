package dev.meterlark.runtime;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard output where several calls run at once: what a thread of a call prints is framed with
 * the call's id. Threads that a call starts are its own until it ends; whatever they print later is
 * nobody's.
 */
final class CallOutput extends OutputStream {

    /** A pipe takes so many bytes at once or not at all: nothing else gets between. */
    private static final int LARGEST_FRAME = 4096;

    private static final int MARK = 0x1e;
    private static final InheritableThreadLocal<Call> CURRENT = new InheritableThreadLocal<>();

    /** Where there are no others, nobody has to be told apart. */
    static final Call NO_CALL = new Call("");

    private final OutputStream frames;
    private final OutputStream unframed;

    private CallOutput(OutputStream frames, OutputStream unframed) {
        this.frames = frames;
        this.unframed = unframed;
    }

    /** From now on both standard streams say whose each byte is. */
    static void install() {
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        OutputStream err = new FileOutputStream(FileDescriptor.err);
        System.setOut(printing(new CallOutput(out, out)));
        System.setErr(printing(new CallOutput(out, err)));
    }

    /** What this thread, and those it starts, print from now on is the call's. */
    static Call begin(String requestId) {
        Call call = new Call(requestId);
        CURRENT.set(call);
        return call;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Call call = CURRENT.get();
        if (call == null || call.ended) {
            unframed.write(bytes, offset, length);
            return;
        }
        int most = LARGEST_FRAME - call.requestId.length() - 7;
        for (int done = 0; done < length; done += most) {
            frames.write(
                    frame(call.requestId, bytes, offset + done, Math.min(most, length - done)));
        }
    }

    /** The mark, the id, a blank, the number of bytes, a line feed, the bytes. */
    private static byte[] frame(String requestId, byte[] bytes, int offset, int length) {
        byte[] head = (requestId + " " + length + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] frame = new byte[1 + head.length + length];
        frame[0] = MARK;
        System.arraycopy(head, 0, frame, 1, head.length);
        System.arraycopy(bytes, offset, frame, 1 + head.length, length);
        return frame;
    }

    private static PrintStream printing(OutputStream out) {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }

    /** To whom printed bytes belong. */
    static final class Call {

        private final String requestId;
        private volatile boolean ended;

        private Call(String requestId) {
            this.requestId = requestId;
        }

        void end() {
            ended = true;
            CURRENT.remove();
        }
    }
}
