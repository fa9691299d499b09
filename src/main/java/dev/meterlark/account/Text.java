package dev.meterlark.account;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

/** Rules for short texts that people type. */
final class Text {

    private static final int LONGEST_NAME = 100;

    private Text() {}

    /**
     * A name of 1 to 100 printable characters.
     *
     * @param field how the request calls it
     */
    static String name(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            throw new RefusedException(ErrorCode.REQUEST_INVALID, field + " is missing");
        }
        String name = text.strip();
        if (name.length() > LONGEST_NAME) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "%s must have at most %d characters, had %d"
                            .formatted(field, LONGEST_NAME, name.length()));
        }
        if (!name.codePoints().allMatch(Text::printable)) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "%s must have printable characters only, was: %s"
                            .formatted(field, shown(name)));
        }
        return name;
    }

    /** A caller's text as it may stand in an answer: cut, and with nothing that steers. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(LONGEST_NAME)
                .forEach(c -> shown.appendCodePoint(printable(c) ? c : '?'));
        return shown.toString();
    }

    /** FORMAT also holds the bidi overrides and zero-width characters that make texts lie. */
    private static boolean printable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
