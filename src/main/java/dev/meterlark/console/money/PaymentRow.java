package dev.meterlark.console.money;

import dev.meterlark.billing.payment.Payment;
import dev.meterlark.billing.plan.Coupon;
import dev.meterlark.billing.plan.CouponUse;
import dev.meterlark.billing.plan.Credit;
import dev.meterlark.console.Show;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;

/** What an account paid, has, and has taken off. */
final class PaymentRow {

    private PaymentRow() {}

    record Entry(Instant at, String kind, String invoice, String amount) {

        static Entry of(Payment payment) {
            return new Entry(
                    payment.recordedAt(),
                    payment.kind().wireName(),
                    payment.invoice(),
                    Show.amount(new Money(payment.amount(), payment.currency())));
        }
    }

    /**
     * @param expires null for never
     */
    record Held(String description, String remaining, @Nullable Instant expires, boolean over) {

        static Held of(Credit credit, Instant now) {
            return new Held(
                    credit.description(),
                    Show.amount(credit.remaining()),
                    credit.expiresAt(),
                    credit.expired(now));
        }
    }

    record Used(String code, String name, String takes, String until) {

        static Used of(CouponUse use) {
            Coupon coupon = use.coupon();
            return new Used(
                    coupon.code(),
                    coupon.name(),
                    takes(coupon),
                    use.lastMonth() == null ? "for ever" : "to " + use.lastMonth());
        }

        private static String takes(Coupon coupon) {
            BigDecimal percent = coupon.percent();
            Money amount = coupon.amount();
            if (percent != null) {
                return Show.grouped(percent) + " %";
            }
            return amount == null ? "" : Show.amount(amount) + " a month";
        }
    }
}
