package dev.meterlark.worker.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What a runtime with several calls at once printed, by call; {@code ""} is nobody's. */
final class Frames {

    private static final byte MARK = 0x1e;

    private Frames() {}

    static Map<String, String> of(byte[] printed) {
        var parts = new HashMap<String, ByteArrayOutputStream>();
        int at = 0;
        while (at < printed.length) {
            String id = "";
            int length = 1;
            if (printed[at] == MARK) {
                int blank = indexOf(printed, ' ', at);
                int line = indexOf(printed, '\n', blank);
                id = text(printed, at + 1, blank);
                length = Integer.parseInt(text(printed, blank + 1, line));
                at = line + 1;
            }
            parts.computeIfAbsent(id, _ -> new ByteArrayOutputStream()).write(printed, at, length);
            at += length;
        }
        var texts = new HashMap<String, String>();
        parts.forEach((id, bytes) -> texts.put(id, bytes.toString(StandardCharsets.UTF_8)));
        return texts;
    }

    private static int indexOf(byte[] bytes, char wanted, int from) {
        int at = from;
        while (bytes[at] != wanted) {
            at++;
        }
        return at;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }
}
