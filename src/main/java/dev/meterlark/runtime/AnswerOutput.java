package dev.meterlark.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * What a function writes its answer to. Small answers stay whole. One that is flushed or grows
 * large goes out as it is written, unless it is a single JSON object, which may be an HTTP answer
 * that only its end makes complete. A JSON object with eight NUL bytes behind it is the prelude of
 * an HTTP answer whose body follows. Threads that write after the call have nowhere to write to.
 */
final class AnswerOutput extends OutputStream {

    private static final int LARGE = 32 * 1024;
    private static final int NULS_BEHIND_PRELUDE = 8;
    private static final String JSON = "application/json";
    private static final String HTTP = "application/vnd.awslambda.http-integration-response";

    private final RuntimeClient client;
    private final String requestId;
    private byte[] kept = new byte[0];
    private int size;
    private int nuls;
    private boolean prelude;
    private boolean streaming;
    private boolean ended;

    AnswerOutput(RuntimeClient client, String requestId) {
        this.client = client;
        this.requestId = requestId;
    }

    /** Whether the answer has begun to go out: then nothing else may be answered. */
    synchronized boolean streaming() {
        return streaming;
    }

    /** All of it, when none of it went out. */
    synchronized Outcome whole() {
        return new Outcome(Arrays.copyOf(kept, size), prelude ? HTTP : JSON);
    }

    /** Sends what is left of a streamed answer. */
    synchronized void finish() throws IOException {
        if (streaming && size > 0) {
            send();
        }
    }

    synchronized void end() {
        ended = true;
    }

    @Override
    public synchronized void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        checkOpen();
        lookForPrelude(bytes, offset, length);
        if (size + length > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(size + length, Math.max(512, kept.length * 2)));
        }
        System.arraycopy(bytes, offset, kept, size, length);
        size += length;
        if (size >= LARGE) {
            flush();
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        checkOpen();
        if (size == 0 || !streaming && !maySplit()) {
            return;
        }
        if (!streaming) {
            streaming = true;
            client.beginStream(requestId, prelude ? HTTP : JSON);
        }
        send();
    }

    private void checkOpen() throws IOException {
        if (ended) {
            throw new IOException("The call has ended");
        }
    }

    private void send() throws IOException {
        if (client.isAnswered()) {
            throw new IOException("Broken pipe: the answer was refused");
        }
        client.sendPiece(kept, size);
        size = 0;
    }

    private boolean maySplit() {
        for (int i = 0; i < size; i++) {
            boolean blank = kept[i] == ' ' || kept[i] == '\n' || kept[i] == '\r' || kept[i] == '\t';
            if (!blank) {
                return kept[i] != '{' || prelude;
            }
        }
        return false;
    }

    /** JSON has no NUL, so these cannot be part of it. */
    private void lookForPrelude(byte[] bytes, int offset, int length) {
        if (streaming || prelude || length == 0) {
            return;
        }
        byte first = size > 0 ? kept[0] : bytes[offset];
        for (int i = offset; first == '{' && i < offset + length && !prelude; i++) {
            nuls = bytes[i] == 0 ? nuls + 1 : 0;
            prelude = nuls == NULS_BEHIND_PRELUDE;
        }
    }
}
