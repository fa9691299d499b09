package dev.meterlark.console.functions;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import java.math.BigDecimal;

/** Parts of a whole, as people type them: {@code 10}, {@code 0.5}, {@code 0,5 %}. */
final class Percent {

    private static final int LONGEST = 12;

    private Percent() {}

    /**
     * @param name of the field
     * @return 1 for the whole
     */
    static BigDecimal parse(String name, String text) {
        String number = text.replace("%", "").replace(',', '.').strip();
        if (number.length() <= LONGEST && number.matches("[0-9]*\\.?[0-9]+")) {
            return new BigDecimal(number).movePointLeft(2);
        }
        throw new RefusedException(
                ErrorCode.REQUEST_INVALID,
                "%s is a number of percent, as in 10 or 0.5; was: %s"
                        .formatted(
                                name, text.length() > LONGEST ? text.substring(0, LONGEST) : text));
    }
}
