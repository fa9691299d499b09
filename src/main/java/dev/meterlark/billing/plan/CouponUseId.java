package dev.meterlark.billing.plan;

import java.util.UUID;

/** One account's use of a coupon. */
public record CouponUseId(UUID value) {

    static CouponUseId random() {
        return new CouponUseId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
