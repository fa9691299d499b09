package dev.meterlark.billing;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Decimal numbers as requests write them: {@code 0.20}; without exponents. */
public final class Decimals {

    private static final int LONGEST = 50;
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    private Decimals() {}

    /**
     * @param name how the request calls it
     * @throws IllegalArgumentException when it is none, with its text
     */
    public static BigDecimal read(String name, @Nullable String text) {
        if (text == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        if (text.length() > LONGEST || !DECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "%s must be a decimal number such as 0.20, was: %s"
                            .formatted(name, shown(text)));
        }
        return new BigDecimal(text);
    }

    /** A caller's text as it may stand in an answer. */
    static String shown(String text) {
        String cut = text.length() <= 60 ? text : text.substring(0, 60) + "…";
        return cut.replaceAll("[^\\p{L}\\p{N}\\p{P}\\p{S} ]", "?");
    }
}
