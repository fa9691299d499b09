package dev.meterlark.billing.plan;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.YearMonth;

/**
 * That an account uses a coupon.
 *
 * @param lastMonth null for ever
 */
public record CouponUse(
        CouponUseId id,
        Coupon coupon,
        Instant usedAt,
        YearMonth firstMonth,
        @Nullable YearMonth lastMonth) {

    boolean isIn(YearMonth month) {
        return !month.isBefore(firstMonth) && (lastMonth == null || !month.isAfter(lastMonth));
    }
}
