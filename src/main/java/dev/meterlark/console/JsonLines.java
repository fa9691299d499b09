package dev.meterlark.console;

/**
 * Sets JSON out in lines, as browsers do, and changes nothing in it but the space between its
 * parts: numbers and escapes stay as they were written. Takes only what is known to be JSON.
 */
public final class JsonLines {

    private final StringBuilder lines = new StringBuilder();
    private int depth;
    private boolean inString;

    private JsonLines() {}

    /** As it is when it is so deep that its lines would be longer than the bound. */
    public static String of(String json, int longest) {
        JsonLines out = new JsonLines();
        for (int i = 0; i < json.length(); i++) {
            if (out.lines.length() > longest) {
                return json;
            }
            char c = json.charAt(i);
            if (out.inString) {
                i += out.string(json, i);
            } else if (!Character.isWhitespace(c)) {
                out.structure(c, next(json, i + 1));
            }
        }
        return out.lines.toString();
    }

    /** How many characters more than one were taken. */
    private int string(String json, int at) {
        char c = json.charAt(at);
        lines.append(c);
        if (c == '\\') {
            lines.append(json.charAt(at + 1));
            return 1;
        }
        inString = c != '"';
        return 0;
    }

    private void structure(char c, char next) {
        if (c == '}' || c == ']') {
            depth--;
            if (last() != (c == '}' ? '{' : '[')) {
                newLine();
            }
        }
        lines.append(c);
        switch (c) {
            case '"' -> inString = true;
            case ':' -> lines.append(' ');
            case ',' -> newLine();
            case '{', '[' -> {
                depth++;
                if (next != '}' && next != ']') {
                    newLine();
                }
            }
            default -> {}
        }
    }

    private char last() {
        return lines.charAt(lines.length() - 1);
    }

    private void newLine() {
        lines.append('\n').append("  ".repeat(depth));
    }

    private static char next(String json, int from) {
        for (int i = from; i < json.length(); i++) {
            if (!Character.isWhitespace(json.charAt(i))) {
                return json.charAt(i);
            }
        }
        return ' ';
    }
}
