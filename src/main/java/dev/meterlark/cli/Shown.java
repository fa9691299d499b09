package dev.meterlark.cli;

/**
 * Text that came from elsewhere, made harmless for a terminal: what could move the cursor, rename
 * the window, hide text or turn its direction is written out instead.
 */
final class Shown {

    private Shown() {}

    /** One line: line breaks are written out too. */
    static String line(String text) {
        return shown(text, false);
    }

    /** Several lines. */
    static String lines(String text) {
        return shown(text.replace("\r\n", "\n"), true);
    }

    /** A moment as the platform writes it, without what is less than a second. */
    static String moment(String text) {
        return text.replaceFirst("[.][0-9]+Z$", "Z");
    }

    private static String shown(String text, boolean severalLines) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints()
                .forEach(
                        c -> {
                            if (c == '\t' || severalLines && c == '\n' || isHarmless(c)) {
                                shown.appendCodePoint(c);
                            } else {
                                shown.append(writtenOut(c));
                            }
                        });
        return shown.toString();
    }

    /** Whether nothing in it acts on a terminal. */
    static boolean isHarmless(String text) {
        return text.codePoints().allMatch(c -> c == '\t' || c == '\n' || isHarmless(c));
    }

    private static boolean isHarmless(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    character == 0x200d; // joins the parts of one emoji
            default -> true;
        };
    }

    private static String writtenOut(int character) {
        return switch (character) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            default ->
                    character < 0x100
                            ? "\\x%02x".formatted(character)
                            : "\\u{%x}".formatted(character);
        };
    }
}
