package dev.meterlark.billing.plan.web;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.meterlark.account.Page;
import dev.meterlark.billing.plan.Coupon;
import dev.meterlark.billing.plan.CouponUse;
import dev.meterlark.billing.plan.Coupons;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.math.BigDecimal;
import java.time.Instant;

/** Coupons: made by the operator, used by accounts. */
@RestController
@RequestMapping("/api/v1")
class CouponController {

    private final Coupons coupons;

    CouponController(Coupons coupons) {
        this.coupons = coupons;
    }

    /** A coupon as the operator sees it: percent, or an amount a month. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Answer(
            String code,
            String name,
            @Nullable String percent,
            @Nullable String amount,
            @Nullable String currency,
            @Nullable Integer months,
            @Nullable Integer maxUses,
            int uses,
            @Nullable Instant expiresAt,
            @Nullable Instant withdrawnAt) {

        static Answer of(Coupon coupon) {
            Money amount = coupon.amount();
            BigDecimal percent = coupon.percent();
            return new Answer(
                    coupon.code(),
                    coupon.name(),
                    percent == null ? null : percent.toPlainString(),
                    amount == null ? null : amount.plainAmount(),
                    amount == null ? null : amount.currency().getCurrencyCode(),
                    coupon.months(),
                    coupon.maxUses(),
                    coupon.uses(),
                    coupon.expiresAt(),
                    coupon.withdrawnAt());
        }
    }

    /**
     * A coupon as an account uses it.
     *
     * @param lastMonth left out when it goes on for ever
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Use(
            String code,
            String name,
            @Nullable String percent,
            @Nullable String amount,
            @Nullable String currency,
            Instant redeemedAt,
            String firstMonth,
            @Nullable String lastMonth) {

        static Use of(CouponUse use) {
            Answer coupon = Answer.of(use.coupon());
            return new Use(
                    coupon.code(),
                    coupon.name(),
                    coupon.percent(),
                    coupon.amount(),
                    coupon.currency(),
                    use.usedAt(),
                    use.firstMonth().toString(),
                    use.lastMonth() == null ? null : use.lastMonth().toString());
        }
    }

    record Redemption(@Nullable String code) {}

    /** Those that the account uses or used. */
    @GetMapping("/coupons")
    @Access(Permission.BILLING_READ)
    Page<Use> used(
            Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        Page<CouponUse> page = coupons.usedBy(caller, cursor, limit);
        return new Page<>(page.items().stream().map(Use::of).toList(), page.nextCursor());
    }

    @PostMapping("/coupons")
    @ResponseStatus(HttpStatus.CREATED)
    @Access(Permission.BILLING_MANAGE)
    Use redeem(Caller caller, @RequestBody Redemption wish) {
        return Use.of(coupons.redeem(caller, wish.code()));
    }

    @GetMapping("/admin/coupons")
    @Access(Permission.OPERATE)
    Page<Answer> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        Page<Coupon> page = coupons.list(cursor, limit);
        return new Page<>(page.items().stream().map(Answer::of).toList(), page.nextCursor());
    }

    @PostMapping("/admin/coupons")
    @ResponseStatus(HttpStatus.CREATED)
    @Access(Permission.OPERATE)
    Answer create(Caller caller, @RequestBody Coupons.Wish wish) {
        return Answer.of(coupons.create(caller, wish));
    }

    /** An account that uses the coupon, or used it. */
    record User(String account, String name, Use use) {}

    @GetMapping("/admin/coupons/{coupon}/uses")
    @Access(Permission.OPERATE)
    Page<User> users(
            @PathVariable String coupon,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        Page<Coupons.User> page = coupons.users(coupon, cursor, limit);
        return new Page<>(
                page.items().stream()
                        .map(
                                each ->
                                        new User(
                                                each.account().id().toString(),
                                                each.account().name(),
                                                Use.of(each.use())))
                        .toList(),
                page.nextCursor());
    }

    /** It comes into no use any more; where it is it goes on. */
    @PostMapping("/admin/coupons/{coupon}/withdraw")
    @Access(Permission.OPERATE)
    Answer withdraw(Caller caller, @PathVariable String coupon) {
        return Answer.of(coupons.withdraw(caller, coupon));
    }
}
