package dev.meterlark.billing.budget;

import dev.meterlark.invocation.CallUsage;

import java.math.BigDecimal;
import java.math.MathContext;

/** {@link SampleBooks#simple} worked out once more, by hand and another way. */
final class SimplePrice {

    private static final BigDecimal MIB_MILLIS = BigDecimal.valueOf(1024L * 1000);

    private SimplePrice() {}

    static BigDecimal of(CallUsage used) {
        BigDecimal requests =
                BigDecimal.valueOf(Math.max(0, used.requests() - 100)).movePointLeft(2);
        BigDecimal paid =
                BigDecimal.valueOf(used.mibMillis())
                        .divide(MIB_MILLIS, MathContext.DECIMAL128)
                        .subtract(BigDecimal.TEN)
                        .max(BigDecimal.ZERO);
        BigDecimal first = paid.min(BigDecimal.valueOf(40)).movePointLeft(1);
        BigDecimal rest =
                paid.subtract(BigDecimal.valueOf(40))
                        .max(BigDecimal.ZERO)
                        .multiply(new BigDecimal("0.05"));
        return requests.add(first).add(rest);
    }
}
