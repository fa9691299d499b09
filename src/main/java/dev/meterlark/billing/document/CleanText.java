package dev.meterlark.billing.document;

import java.text.Normalizer;

/**
 * Text of somebody else as a document may hold it: composed, in one line, without controls, without
 * what turns the direction of its neighbours around, and not longer than a bound.
 */
final class CleanText {

    /** What stands for a character that is none, or that no typeface has. */
    static final char REPLACEMENT = '\uFFFD';

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private CleanText() {}

    /**
     * @param most characters, of which the last is an ellipsis where there were more
     */
    static String of(String text, int most) {
        int enough = 2 * most + 2;
        String whole = text.length() <= enough ? text : text.substring(0, enough);
        StringBuilder clean = new StringBuilder(Math.min(whole.length(), most));
        whole.codePoints().forEach(each -> append(clean, each));
        String composed = Normalizer.normalize(clean.toString().strip(), Normalizer.Form.NFC);
        int length = composed.codePointCount(0, composed.length());
        return length <= most
                ? composed
                : composed.substring(0, composed.offsetByCodePoints(0, most - 1)) + '…';
    }

    private static void append(StringBuilder clean, int codePoint) {
        switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR ->
                    space(clean, codePoint);
            case Character.FORMAT -> {
                if (codePoint == ZERO_WIDTH_NON_JOINER || codePoint == ZERO_WIDTH_JOINER) {
                    clean.appendCodePoint(codePoint);
                }
            }
            case Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE ->
                    clean.append(REPLACEMENT);
            default -> clean.appendCodePoint(codePoint);
        }
    }

    /** Several in a row are one; a NUL and its like are none. */
    private static void space(StringBuilder clean, int codePoint) {
        boolean blank = Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
        if (blank && !clean.isEmpty() && clean.charAt(clean.length() - 1) != ' ') {
            clean.append(codePoint == '\u00A0' || codePoint == '\u202F' ? '\u00A0' : ' ');
        }
    }
}
