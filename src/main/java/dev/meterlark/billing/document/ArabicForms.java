package dev.meterlark.billing.document;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;

/**
 * Joins the letters of the Arabic script by Unicode's presentation forms, which the typeface has as
 * characters. Which letter has which is read off those forms' own decompositions: they stand in the
 * order alone, final, initial, medial, and a letter has one, two or four.
 */
final class ArabicForms {

    private static final int ALONE = 0;
    private static final int FINAL = 1;
    private static final int INITIAL = 2;
    private static final int MEDIAL = 3;
    private static final int LAM = 0x644;
    private static final int TATWEEL = 0x640;
    private static final int JOINER = 0x200D;
    private static final int NONE = -1;

    /** By letter, or by lam with an alef: the first of its forms, and how many there are. */
    private static final Map<String, Forms> FORMS = new HashMap<>();

    private record Forms(int first, int count) {}

    static {
        read(0xFE80, 0xFEFC);
        read(0xFB50, 0xFBB1);
        read(0xFBD3, 0xFBE7);
        read(0xFBFC, 0xFBFF);
    }

    private ArabicForms() {}

    private static void read(int from, int to) {
        for (int form = from; form <= to; form++) {
            String letters = Normalizer.normalize(Character.toString(form), Normalizer.Form.NFKC);
            Forms known = FORMS.get(letters);
            if (known == null) {
                FORMS.put(letters, new Forms(form, 1));
            } else if (known.first + known.count == form) {
                FORMS.put(letters, new Forms(known.first, known.count + 1));
            }
        }
    }

    static boolean isNeededFor(int codePoint) {
        return FORMS.containsKey(Character.toString(codePoint));
    }

    /** In the order that it is written in; all else than Arabic letters stays what it is. */
    static String joined(String text) {
        int[] letters = text.codePoints().toArray();
        StringBuilder joined = new StringBuilder(text.length());
        for (int at = 0; at < letters.length; at++) {
            boolean before = reachesOn(letters, neighbour(letters, at, -1));
            if (letters[at] == LAM && at + 1 < letters.length) {
                Forms both =
                        FORMS.get(Character.toString(LAM) + Character.toString(letters[at + 1]));
                if (both != null) {
                    joined.appendCodePoint(both.first + (before ? FINAL : ALONE));
                    at++;
                    continue;
                }
            }
            boolean after = reachesBack(letters, neighbour(letters, at, 1));
            joined.appendCodePoint(form(letters[at], before, after));
        }
        return joined.toString();
    }

    private static int form(int letter, boolean before, boolean after) {
        Forms forms = FORMS.get(Character.toString(letter));
        if (forms == null) {
            return letter;
        }
        return switch (forms.count) {
            case 4 -> forms.first + (before ? after ? MEDIAL : FINAL : after ? INITIAL : ALONE);
            case 2 -> forms.first + (before ? FINAL : ALONE);
            default -> forms.first;
        };
    }

    /** The next letter in a direction; marks between do not count. */
    private static int neighbour(int[] letters, int at, int step) {
        int next = at + step;
        while (next >= 0 && next < letters.length && isMark(letters[next])) {
            next += step;
        }
        return next < 0 || next >= letters.length ? NONE : next;
    }

    private static boolean isMark(int codePoint) {
        return Character.getType(codePoint) == Character.NON_SPACING_MARK;
    }

    private static boolean reachesOn(int[] letters, int at) {
        return at != NONE && (isStroke(letters[at]) || count(letters[at]) == 4);
    }

    private static boolean reachesBack(int[] letters, int at) {
        return at != NONE && (isStroke(letters[at]) || count(letters[at]) >= 2);
    }

    private static boolean isStroke(int codePoint) {
        return codePoint == TATWEEL || codePoint == JOINER;
    }

    private static int count(int letter) {
        Forms forms = FORMS.get(Character.toString(letter));
        return forms == null ? 0 : forms.count;
    }
}
