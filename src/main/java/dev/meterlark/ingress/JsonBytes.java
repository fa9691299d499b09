package dev.meterlark.ingress;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/** JSON put together by hand into one array of bytes; whoever calls sees to its form. */
final class JsonBytes {

    private static final byte[] HEX = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    /** Of one character: an escape, or three bytes of UTF-8. */
    private static final int MOST = 6;

    private byte[] bytes;
    private int size;

    JsonBytes(int expected) {
        bytes = new byte[expected];
    }

    /** Plain ASCII that needs no escape. */
    JsonBytes raw(String ascii) {
        int length = ascii.length();
        room(length);
        for (int i = 0; i < length; i++) {
            bytes[size++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    JsonBytes raw(char ascii) {
        room(1);
        bytes[size++] = (byte) ascii;
        return this;
    }

    /** With its quotes. Half a surrogate pair becomes a question mark. */
    JsonBytes string(CharSequence text) {
        int length = text.length();
        room(length * MOST + 2);
        bytes[size++] = '"';
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\') {
                bytes[size++] = (byte) c;
            } else {
                i += special(text, i, c);
            }
        }
        bytes[size++] = '"';
        return this;
    }

    /** A member's value with its name, and a comma before. */
    JsonBytes member(String name, CharSequence value) {
        return raw(",\"").raw(name).raw("\":").string(value);
    }

    /**
     * @param text known to be UTF-8
     */
    JsonBytes utf8String(byte[] text) {
        room(text.length + 2);
        bytes[size++] = '"';
        for (int i = 0; i < text.length; i++) {
            byte b = text[i];
            if (b == '"' || b == '\\' || b >= 0 && b < 0x20 || b == 0x7f) {
                room(text.length - i + MOST + 1);
                escape((char) b);
            } else {
                bytes[size++] = b;
            }
        }
        room(1);
        bytes[size++] = '"';
        return this;
    }

    JsonBytes base64String(byte[] content) {
        int length = (content.length + 2) / 3 * 4;
        room(length + 2);
        bytes[size++] = '"';
        ByteBuffer encoded = ByteBuffer.wrap(Base64.getEncoder().encode(content));
        encoded.get(bytes, size, length);
        size += length;
        bytes[size++] = '"';
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private int special(CharSequence text, int at, char c) {
        if (c < 0x80) {
            escape(c);
        } else if (c < 0x800) {
            bytes[size++] = (byte) (0xc0 | c >> 6);
            bytes[size++] = (byte) (0x80 | c & 0x3f);
        } else if (!Character.isSurrogate(c)) {
            bytes[size++] = (byte) (0xe0 | c >> 12);
            bytes[size++] = (byte) (0x80 | c >> 6 & 0x3f);
            bytes[size++] = (byte) (0x80 | c & 0x3f);
        } else if (at + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(at + 1))) {
            int code = Character.toCodePoint(c, text.charAt(at + 1));
            bytes[size++] = (byte) (0xf0 | code >> 18);
            bytes[size++] = (byte) (0x80 | code >> 12 & 0x3f);
            bytes[size++] = (byte) (0x80 | code >> 6 & 0x3f);
            bytes[size++] = (byte) (0x80 | code & 0x3f);
            return 1;
        } else {
            bytes[size++] = '?';
        }
        return 0;
    }

    private void escape(char c) {
        bytes[size++] = '\\';
        switch (c) {
            case '"', '\\' -> bytes[size++] = (byte) c;
            case '\n' -> bytes[size++] = 'n';
            case '\r' -> bytes[size++] = 'r';
            case '\t' -> bytes[size++] = 't';
            default -> {
                bytes[size++] = 'u';
                bytes[size++] = '0';
                bytes[size++] = '0';
                bytes[size++] = HEX[c >> 4 & 15];
                bytes[size++] = HEX[c & 15];
            }
        }
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
