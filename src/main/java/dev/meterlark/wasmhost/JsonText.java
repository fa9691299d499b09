package dev.meterlark.wasmhost;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** Writes the one object that errors are, and tells whether bytes are a JSON document. */
final class JsonText {

    private static final int DEEPEST = 1_000;

    private final byte[] bytes;
    private int at;

    private JsonText(byte[] bytes) {
        this.bytes = bytes;
    }

    static byte[] object(String... namesAndValues) {
        var json = new StringBuilder("{");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            json.append(i == 0 ? "" : ",");
            quote(json, namesAndValues[i]);
            json.append(':');
            quote(json, namesAndValues[i + 1]);
        }
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    /** The media type of an answer, by what it is. */
    static String mediaType(byte[] answer) {
        if (!isText(answer)) {
            return "application/octet-stream";
        }
        return new JsonText(answer).isDocument() ? "application/json" : "text/plain; charset=utf-8";
    }

    private static boolean isText(byte[] answer) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(answer));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Without recursion: guests choose the depth. */
    private boolean isDocument() {
        var objects = new BitSet();
        int depth = 0;
        while (true) {
            blanks();
            int open = peek();
            if (open == '{' || open == '[') {
                at++;
                blanks();
                if (peek() != (open == '{' ? '}' : ']')) {
                    objects.set(++depth, open == '{');
                    if (depth > DEEPEST || open == '{' && !name()) {
                        return false;
                    }
                    continue;
                }
                at++;
            } else if (!scalar(open)) {
                return false;
            }
            depth = closed(objects, depth);
            if (depth <= 0) {
                blanks();
                return depth == 0 && at == bytes.length;
            }
        }
    }

    /**
     * After a value: what is closed, then a comma and, in an object, a name; -1 when it is wrong.
     */
    private int closed(BitSet objects, int depth) {
        int level = depth;
        while (level > 0) {
            blanks();
            int next = peek();
            if (next == ',') {
                at++;
                return objects.get(level) && !name() ? -1 : level;
            }
            if (next != (objects.get(level) ? '}' : ']')) {
                return -1;
            }
            at++;
            level--;
        }
        return 0;
    }

    private boolean name() {
        blanks();
        if (!string()) {
            return false;
        }
        blanks();
        return take(':');
    }

    private boolean scalar(int first) {
        return switch (first) {
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> numeral();
        };
    }

    private boolean string() {
        if (!take('"')) {
            return false;
        }
        while (at < bytes.length) {
            int c = bytes[at++];
            if (c == '"') {
                return true;
            }
            if (c >= 0 && c < ' ' || c == '\\' && !escape()) {
                return false;
            }
        }
        return false;
    }

    private boolean escape() {
        int c = peek();
        at++;
        if (c != 'u') {
            return "\"\\/bfnrt".indexOf(c) >= 0;
        }
        for (int i = 0; i < 4; i++, at++) {
            if (Character.digit(peek(), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean numeral() {
        take('-');
        if (!take('0') && !digits()) {
            return false;
        }
        if (take('.') && !digits()) {
            return false;
        }
        if (take('e') || take('E')) {
            if (!take('+')) {
                take('-');
            }
            return digits();
        }
        return true;
    }

    private boolean digits() {
        int from = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        return at > from;
    }

    private boolean word(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (!take(word.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean take(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    private void blanks() {
        while (peek() == ' ' || peek() == '\n' || peek() == '\t' || peek() == '\r') {
            at++;
        }
    }

    private int peek() {
        return at < bytes.length ? bytes[at] & 0xff : -1;
    }
}
