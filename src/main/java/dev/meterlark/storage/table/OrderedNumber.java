package dev.meterlark.storage.table;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;

/**
 * Numbers as bytes that are in the same order, exactly, whatever their size. A number is a sign,
 * the power of ten of its first digit, and its digits: 0.00120 is +, -3, "12". Of positive ones the
 * larger power is the larger number, then the digits decide from the left; negative ones have every
 * byte turned over.
 */
final class OrderedNumber {

    private static final byte NEGATIVE = 1;
    private static final byte ZERO = 2;
    private static final byte POSITIVE = 3;

    /** Behind the last digit, below every other, which are 1 to 10. */
    private static final byte END = 0;

    private OrderedNumber() {}

    static byte[] bytes(BigDecimal number) {
        if (number.signum() == 0) {
            return new byte[] {ZERO};
        }
        BigDecimal plain = number.abs().stripTrailingZeros();
        String digits = plain.unscaledValue().toString();
        int power = digits.length() - 1 - plain.scale();
        ByteArrayOutputStream size = new ByteArrayOutputStream();
        size.writeBytes(
                ByteBuffer.allocate(Integer.BYTES).putInt(power ^ Integer.MIN_VALUE).array());
        digits.chars().forEach(digit -> size.write(digit - '0' + 1));
        size.write(END);
        return signed(size.toByteArray(), number.signum() < 0);
    }

    private static byte[] signed(byte[] size, boolean negative) {
        ByteBuffer whole = ByteBuffer.allocate(1 + size.length);
        whole.put(negative ? NEGATIVE : POSITIVE);
        for (byte each : size) {
            whole.put(negative ? (byte) ~each : each);
        }
        return whole.array();
    }
}
