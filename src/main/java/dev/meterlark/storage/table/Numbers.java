package dev.meterlark.storage.table;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;

/** Which numbers a document may hold: those that every reader can take in as they are. */
final class Numbers {

    private static final int MOST_DIGITS = 400;

    /** As characters: up to 9999, whichever sign it has. */
    private static final int LONGEST_EXPONENT = 4;

    private Numbers() {}

    /**
     * @throws RefusedException when it is longer, or so large or small, that working with it would
     *     be a burden
     */
    static void check(String number) {
        int exponent = Math.max(number.indexOf('e'), number.indexOf('E'));
        int digits = exponent < 0 ? number.length() : exponent;
        if (digits > MOST_DIGITS) {
            throw refused("a number may have %d digits".formatted(MOST_DIGITS), number);
        }
        String power = exponent < 0 ? "" : number.substring(exponent + 1);
        String plain = power.replaceFirst("^[+-]", "").replaceFirst("^0+", "");
        if (plain.length() > LONGEST_EXPONENT) {
            throw refused("the exponent of a number may be -9999 to 9999", number);
        }
    }

    private static RefusedException refused(String rule, String number) {
        return new RefusedException(
                ErrorCode.REQUEST_INVALID, "%s, was: %s".formatted(rule, Shown.text(number)));
    }
}
