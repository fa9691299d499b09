package dev.meterlark.runtime;

import java.math.BigDecimal;
import java.math.BigInteger;

/** A number as it was written, so that nothing is lost before the target type is known. */
record JsonNumber(String text) {

    /** Beyond this, turning decimal text into a number takes time that grows with its square. */
    private static final int LONGEST = 1000;

    /** Integer, Long, BigInteger or Double: the smallest that fits. */
    Number plain() {
        if (!integral()) {
            return Double.valueOf(text);
        }
        if (text.length() < 19) {
            long value = Long.parseLong(text);
            if (value == (int) value) {
                return (int) value;
            }
            return value;
        }
        BigInteger value = decimal().toBigIntegerExact();
        return value.bitLength() < 64 ? (Number) value.longValue() : value;
    }

    BigDecimal decimal() {
        if (text.length() > LONGEST) {
            throw new JsonException("A number has more than " + LONGEST + " digits");
        }
        return new BigDecimal(text);
    }

    /** The value as a whole number between the bounds. */
    long whole(long least, long most) {
        if (integral() && text.length() < 19) {
            return within(Long.parseLong(text), least, most);
        }
        BigDecimal value = decimal();
        // 1e999999999 would be written out in full by an exact conversion.
        boolean wild = value.precision() - value.scale() > 20 || value.scale() > LONGEST;
        try {
            return within(wild ? overflow() : value.longValueExact(), least, most);
        } catch (ArithmeticException e) {
            throw misfit(least, most);
        }
    }

    BigInteger big() {
        BigDecimal value = decimal();
        if (value.precision() - (long) value.scale() > LONGEST) {
            throw new JsonException("A number has more than " + LONGEST + " digits");
        }
        try {
            return value.toBigIntegerExact();
        } catch (ArithmeticException e) {
            throw new JsonException(text + " is not a whole number");
        }
    }

    private boolean integral() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' || c == 'e' || c == 'E') {
                return false;
            }
        }
        return true;
    }

    private long overflow() {
        throw new ArithmeticException();
    }

    private long within(long value, long least, long most) {
        if (value < least || value > most) {
            throw misfit(least, most);
        }
        return value;
    }

    private JsonException misfit(long least, long most) {
        return new JsonException(shown() + " is not a whole number from " + least + " to " + most);
    }

    private String shown() {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
}
