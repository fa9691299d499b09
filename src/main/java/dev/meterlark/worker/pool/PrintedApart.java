package dev.meterlark.worker.pool;

import dev.meterlark.worker.sandbox.Printed;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Takes apart what several calls print into one pipe. A call's output comes in frames: the byte
 * 0x1E, the call's id, a blank, the number of bytes, a line feed, the bytes. What stands outside of
 * frames, or in one for a call that is not open, is the sandbox's own and goes to the call that
 * ends next. Of each call's output so many bytes are kept, and the rest is counted. Not
 * thread-safe.
 */
final class PrintedApart {

    private static final int FRAME = 0x1E;

    /** An id, a blank, as many digits as a frame may have, a line feed. */
    private static final int LONGEST_HEAD = 36 + 1 + 9 + 1;

    private static final class Pile {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private long dropped;
    }

    private final int bytesPerCall;
    private final Map<String, Pile> open = new HashMap<>();
    private Pile own = new Pile();

    /** The head that is being read; null outside of one. */
    private @Nullable StringBuilder head;

    /** What is left of the frame that is being read, and whose it is. */
    private int left;

    private Pile into = own;

    PrintedApart(int bytesPerCall) {
        this.bytesPerCall = bytesPerCall;
    }

    void begins(String call) {
        open.put(call, new Pile());
    }

    void add(Printed stretch) {
        byte[] bytes = stretch.bytes();
        int at = 0;
        while (at < bytes.length) {
            at = head != null ? readHead(bytes, at) : readBytes(bytes, at);
        }
        if (stretch.droppedBytes() > 0) {
            own.dropped += stretch.droppedBytes();
            leaveFrame(); // its end is unknown: the next one begins with its head
        }
    }

    /** What the call printed, and before it as much as has room of what nobody did. */
    Printed ends(String call) {
        Pile pile = open.remove(call);
        if (pile == null) {
            throw new IllegalStateException("a call ends that did not begin: " + call);
        }
        Pile before = own;
        own = new Pile();
        if (into == pile || into == before) {
            into = own;
        }
        byte[] nobodys = before.kept.toByteArray();
        int room = Math.min(nobodys.length, bytesPerCall - pile.kept.size());
        var all = new ByteArrayOutputStream(room + pile.kept.size());
        all.write(nobodys, 0, room);
        all.writeBytes(pile.kept.toByteArray());
        return new Printed(
                all.toByteArray(), before.dropped + pile.dropped + nobodys.length - room);
    }

    /** It ends without anyone who wants to know. */
    void drop(String call) {
        if (open.containsKey(call)) {
            ends(call);
        }
    }

    private int readHead(byte[] bytes, int from) {
        StringBuilder reading = head == null ? new StringBuilder() : head;
        for (int at = from; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                head = null;
                enterFrame(reading.toString());
                return at + 1;
            }
            if (reading.length() == LONGEST_HEAD || bytes[at] < ' ') {
                noHead(reading);
                return at;
            }
            reading.append((char) bytes[at]);
        }
        return bytes.length;
    }

    private int readBytes(byte[] bytes, int from) {
        if (left > 0) {
            int count = Math.min(left, bytes.length - from);
            keep(into, bytes, from, count);
            left -= count;
            return from + count;
        }
        int at = from;
        while (at < bytes.length && bytes[at] != FRAME) {
            at++;
        }
        keep(own, bytes, from, at - from);
        if (at < bytes.length) {
            head = new StringBuilder();
            at++;
        }
        return at;
    }

    private void enterFrame(String text) {
        int blank = text.indexOf(' ');
        int count = blank < 0 ? -1 : number(text.substring(blank + 1));
        if (count < 0) {
            noHead(new StringBuilder(text).append('\n'));
            return;
        }
        left = count;
        into = open.getOrDefault(text.substring(0, blank), own);
    }

    /** It only looked like one. */
    private void noHead(CharSequence text) {
        head = null;
        byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        keep(own, new byte[] {FRAME}, 0, 1);
        keep(own, bytes, 0, bytes.length);
    }

    private void leaveFrame() {
        head = null;
        left = 0;
        into = own;
    }

    private void keep(Pile pile, byte[] bytes, int from, int count) {
        int room = Math.min(count, bytesPerCall - pile.kept.size());
        pile.kept.write(bytes, from, room);
        pile.dropped += count - room;
    }

    /** -1 when it is none that a frame may have. */
    private static int number(String digits) {
        if (digits.isEmpty() || digits.length() > 9) {
            return -1;
        }
        return digits.chars().allMatch(c -> c >= '0' && c <= '9') ? Integer.parseInt(digits) : -1;
    }
}
