package dev.meterlark.wasmhost;

import java.io.ByteArrayOutputStream;

/** A guest's standard output: its answer, bounded. */
final class Answer {

    private final int most;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Answer(int most) {
        this.most = most;
    }

    /** Keeps one byte more than allowed, by which the platform knows that it is too large. */
    void write(byte[] more) {
        int room = most + 1 - bytes.size();
        bytes.write(more, 0, Math.min(room, more.length));
        if (bytes.size() > most) {
            throw new GuestEnd.TooLarge();
        }
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
