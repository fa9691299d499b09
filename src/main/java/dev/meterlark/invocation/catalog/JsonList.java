package dev.meterlark.invocation.catalog;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The elements of a list in JSON, byte for byte as they were written, and a list of such. */
final class JsonList {

    private JsonList() {}

    /** Whether valid JSON is a list. */
    static boolean isOne(byte[] json) {
        int first = skipWhite(json, 0);
        return first < json.length && json[first] == '[';
    }

    /**
     * @param json valid, and a list
     * @param most how many are returned at most: one more than may be, to see that it is too many
     */
    static List<byte[]> elements(byte[] json, int most) {
        List<byte[]> elements = new ArrayList<>();
        int start = skipWhite(json, 0) + 1;
        int depth = 0;
        boolean quoted = false;
        for (int i = start; i < json.length && elements.size() < most; i++) {
            byte each = json[i];
            if (quoted) {
                if (each == '\\') {
                    i++;
                } else if (each == '"') {
                    quoted = false;
                }
            } else if (each == '"') {
                quoted = true;
            } else if (each == '[' || each == '{') {
                depth++;
            } else if (depth > 0 && (each == ']' || each == '}')) {
                depth--;
            } else if (depth == 0 && (each == ',' || each == ']')) {
                add(json, start, i, elements);
                start = i + 1;
                if (each == ']') {
                    return elements;
                }
            }
        }
        return elements;
    }

    /** Each element must be JSON. */
    static byte[] of(List<byte[]> elements) {
        var list = new ByteArrayOutputStream();
        list.write('[');
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                list.write(',');
            }
            list.writeBytes(elements.get(i));
        }
        list.write(']');
        return list.toByteArray();
    }

    /** Nothing stands between the brackets of an empty list alone. */
    private static void add(byte[] json, int from, int to, List<byte[]> elements) {
        int first = skipWhite(json, from);
        int end = to;
        while (end > first && isWhite(json[end - 1])) {
            end--;
        }
        if (end > first) {
            elements.add(Arrays.copyOfRange(json, first, end));
        }
    }

    private static int skipWhite(byte[] json, int from) {
        int i = from;
        while (i < json.length && isWhite(json[i])) {
            i++;
        }
        return i;
    }

    private static boolean isWhite(byte each) {
        return each == ' ' || each == '\t' || each == '\r' || each == '\n';
    }
}
