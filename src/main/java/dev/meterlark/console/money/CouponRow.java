package dev.meterlark.console.money;

import dev.meterlark.billing.plan.Coupon;
import dev.meterlark.billing.plan.Coupons;
import dev.meterlark.console.Show;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A coupon in the operator's list.
 *
 * @param months of each use
 * @param uses how many accounts use it, of how many that may
 * @param state open, used up, over or ended
 */
record CouponRow(
        String code,
        String name,
        String takes,
        String months,
        String uses,
        @Nullable Instant expires,
        String state) {

    static CouponRow of(Coupon coupon, Instant now) {
        Integer months = coupon.months();
        Integer most = coupon.maxUses();
        return new CouponRow(
                coupon.code(),
                coupon.name(),
                takes(coupon),
                months == null ? "for ever" : months == 1 ? "one month" : months + " months",
                most == null
                        ? Integer.toString(coupon.uses())
                        : "%d of %d".formatted(coupon.uses(), most),
                coupon.expiresAt(),
                state(coupon, now));
    }

    public boolean ends() {
        return state.equals("open") || state.equals("used up");
    }

    private static String takes(Coupon coupon) {
        BigDecimal percent = coupon.percent();
        Money amount = coupon.amount();
        return percent != null
                ? percent.toPlainString() + " %"
                : amount == null ? "" : Show.amount(amount) + " a month";
    }

    private static String state(Coupon coupon, Instant now) {
        Instant expires = coupon.expiresAt();
        Integer most = coupon.maxUses();
        if (coupon.withdrawnAt() != null) {
            return "ended";
        }
        if (expires != null && !expires.isAfter(now)) {
            return "over";
        }
        return most != null && coupon.uses() >= most ? "used up" : "open";
    }

    /** An account that uses it. */
    record User(String account, String name, Instant since, String until) {

        static User of(Coupons.User user) {
            return new User(
                    user.account().id().toString(),
                    user.account().name(),
                    user.use().usedAt(),
                    user.use().lastMonth() == null ? "for ever" : "to " + user.use().lastMonth());
        }
    }

    /** As it is typed: percent, or an amount in a currency. */
    record Form(
            @Nullable String code,
            @Nullable String name,
            @Nullable String percent,
            @Nullable String amount,
            @Nullable String currency,
            @Nullable String months,
            @Nullable String maxUses,
            @Nullable String expiresAt) {

        static final Form EMPTY = new Form("", "", "", "", "", "", "", "");

        Coupons.Wish wish() {
            return new Coupons.Wish(
                    given(code),
                    name,
                    given(percent),
                    given(amount),
                    given(amount) == null ? null : given(currency),
                    count("months", months),
                    count("maxUses", maxUses),
                    given(expiresAt));
        }

        private static @Nullable String given(@Nullable String text) {
            return text == null || text.isBlank() ? null : text.strip();
        }

        private static @Nullable Integer count(String name, @Nullable String text) {
            String typed = given(text);
            try {
                return typed == null ? null : Integer.valueOf(typed);
            } catch (NumberFormatException e) {
                throw new RefusedException(
                        ErrorCode.REQUEST_INVALID, name + " must be a whole number");
            }
        }
    }
}
