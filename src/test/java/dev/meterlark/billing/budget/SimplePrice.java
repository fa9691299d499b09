package dev.meterlark.billing.budget;

import dev.meterlark.invocation.CallUsage;

import java.math.BigDecimal;
import java.math.MathContext;

/** {@link SampleBooks#simple} worked out once more, by hand and another way. */
final class SimplePrice {

    private static final BigDecimal MIB_MILLIS = BigDecimal.valueOf(1024L * 1000);

    private static final BigDecimal GB = BigDecimal.valueOf(1L << 30);

    private SimplePrice() {}

    static BigDecimal of(Quantities used) {
        return of(used.calls())
                .add(beyond(used.storageRequests(), 20).multiply(new BigDecimal("0.004")))
                .add(
                        BigDecimal.valueOf(used.provisionedMibMillis())
                                .divide(MIB_MILLIS, MathContext.DECIMAL128)
                                .multiply(new BigDecimal("0.02")));
    }

    private static BigDecimal beyond(long used, long included) {
        return BigDecimal.valueOf(Math.max(0, used - included));
    }

    private static BigDecimal of(CallUsage used) {
        BigDecimal requests = beyond(used.requests(), 100).movePointLeft(2);
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
        BigDecimal sent =
                BigDecimal.valueOf(used.egressBytes())
                        .divide(GB, MathContext.DECIMAL128)
                        .subtract(BigDecimal.ONE)
                        .max(BigDecimal.ZERO)
                        .multiply(new BigDecimal("0.25"));
        return requests.add(first).add(rest).add(sent);
    }
}
