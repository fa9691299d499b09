package dev.meterlark.ingress;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parameters of a query, decoded. */
final class QueryText {

    private QueryText() {}

    /** Values of one name are joined by commas. */
    static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        int from = 0;
        while (from <= query.length()) {
            int and = query.indexOf('&', from);
            int end = and < 0 ? query.length() : and;
            if (end > from) {
                int equals = query.indexOf('=', from);
                int nameEnd = equals < 0 || equals > end ? end : equals;
                String value = nameEnd == end ? "" : decoded(query.substring(nameEnd + 1, end));
                parameters.merge(
                        decoded(query.substring(from, nameEnd)), value, (a, b) -> a + "," + b);
            }
            from = end + 1;
        }
        return parameters;
    }

    /** What is no code stands for itself; what is no UTF-8 then becomes the replacement mark. */
    static String decoded(String text) {
        return decoded(text, true);
    }

    /** The same of a path, where a plus is a plus. */
    static String decodedPath(String text) {
        return decoded(text, false);
    }

    private static String decoded(String text, boolean plusIsBlank) {
        if (text.indexOf('%') < 0 && (!plusIsBlank || text.indexOf('+') < 0)) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int code = c == '%' && i + 2 < text.length() ? code(text, i + 1) : -1;
            bytes.write(code >= 0 ? code : plusIsBlank && c == '+' ? ' ' : c);
            i += code >= 0 ? 2 : 0;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int code(String text, int at) {
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
}
