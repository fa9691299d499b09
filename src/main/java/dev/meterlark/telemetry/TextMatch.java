package dev.meterlark.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Finds a text in bytes, in capitals or not. Text of ASCII is found without reading characters,
 * which is what a search spends its time on.
 */
final class TextMatch {

    private final String lower;
    private final byte[] bytes;
    private final boolean ascii;

    TextMatch(String text) {
        this.lower = text.toLowerCase(Locale.ROOT);
        this.bytes = lower.getBytes(StandardCharsets.UTF_8);
        this.ascii = bytes.length == lower.length();
    }

    boolean isIn(byte[] text, int from, int end) {
        if (bytes.length == 0) {
            return true;
        }
        return ascii
                ? indexOf(text, from, end) >= 0
                : new String(text, from, end - from, StandardCharsets.UTF_8)
                        .toLowerCase(Locale.ROOT)
                        .contains(lower);
    }

    private int indexOf(byte[] text, int from, int end) {
        int last = end - bytes.length;
        byte first = bytes[0];
        for (int i = from; i <= last; i++) {
            if (lower(text[i]) == first && matches(text, i)) {
                return i;
            }
        }
        return -1;
    }

    private boolean matches(byte[] text, int at) {
        for (int i = 1; i < bytes.length; i++) {
            if (lower(text[at + i]) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b;
    }
}
