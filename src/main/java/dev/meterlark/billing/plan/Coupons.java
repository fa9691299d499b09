package dev.meterlark.billing.plan;

import dev.meterlark.account.AccountIdentity;
import dev.meterlark.account.Accounts;
import dev.meterlark.account.AuditLog;
import dev.meterlark.account.Page;
import dev.meterlark.billing.BillingProperties;
import dev.meterlark.billing.Plans;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** Coupons: the operator makes them, accounts use them, each once. */
@Service
@Transactional
public class Coupons {

    private static final Pattern CODE = Pattern.compile("[A-Z0-9][A-Z0-9_-]{2,39}");
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final CouponRows rows;
    private final Accounts accounts;
    private final Plans plans;
    private final BillingProperties properties;
    private final AuditLog audit;
    private final InstantSource clock;

    Coupons(
            CouponRows rows,
            Accounts accounts,
            Plans plans,
            BillingProperties properties,
            AuditLog audit,
            InstantSource clock) {
        this.rows = rows;
        this.accounts = accounts;
        this.plans = plans;
        this.properties = properties;
        this.audit = audit;
        this.clock = clock;
    }

    /** As it is asked for: percent, or an amount in a currency. */
    public record Wish(
            @Nullable String code,
            @Nullable String name,
            @Nullable String percent,
            @Nullable String amount,
            @Nullable String currency,
            @Nullable Integer months,
            @Nullable Integer maxUses,
            @Nullable String expiresAt) {}

    @Transactional(readOnly = true)
    public Page<Coupon> list(@Nullable String cursor, @Nullable Integer limit) {
        Stretch stretch = Stretch.of(cursor, limit);
        List<Coupon> found = rows.after(stretch.after(), stretch.most() + 1);
        return new Page<>(stretch.items(found), stretch.nextCursor(found, Coupon::code));
    }

    @Transactional(readOnly = true)
    public Coupon get(String code) {
        return rows.find(code).orElseThrow(Coupons::unknown);
    }

    /** An account that uses a coupon, or used it. */
    public record User(AccountIdentity account, CouponUse use) {}

    /** By account. */
    @Transactional(readOnly = true)
    public Page<User> users(String code, @Nullable String cursor, @Nullable Integer limit) {
        get(code);
        Stretch stretch = Stretch.of(cursor, limit);
        List<CouponRows.UsedBy> found =
                rows.usesOf(code, after(stretch.after()), stretch.most() + 1);
        return new Page<>(
                stretch.items(found).stream()
                        .map(each -> new User(accounts.identity(each.account()), each.use()))
                        .toList(),
                stretch.nextCursor(found, each -> each.account().toString()));
    }

    private static UUID after(String account) {
        try {
            return account.isEmpty() ? new UUID(0, 0) : AccountId.parse(account).value();
        } catch (IllegalArgumentException e) {
            throw Refusals.invalid(
                    "cursor is not one that this list answered with; leave it out to start over");
        }
    }

    public Coupon create(Caller operator, Wish wish) {
        Coupon coupon = checked(wish);
        try {
            rows.insert(coupon, clock.instant());
        } catch (DuplicateKeyException e) {
            throw Refusals.conflict("there is a coupon %s already".formatted(coupon.code()));
        }
        audit.record(
                operator,
                "coupon.created",
                "coupon:" + coupon.code(),
                Map.of("name", coupon.name()));
        return coupon;
    }

    /** It comes into no use any more; where it is it goes on. */
    public Coupon withdraw(Caller operator, String code) {
        Coupon coupon = rows.find(code).orElseThrow(Coupons::unknown);
        if (coupon.withdrawnAt() == null) {
            rows.withdraw(code, clock.instant());
            audit.record(operator, "coupon.withdrawn", "coupon:" + code, Map.of());
        }
        return rows.find(code).orElseThrow(Coupons::unknown);
    }

    /** Those that the account uses or used, in the order in which it began. */
    @Transactional(readOnly = true)
    public Page<CouponUse> usedBy(Caller caller, @Nullable String cursor, @Nullable Integer limit) {
        Stretch stretch = Stretch.of(cursor, limit);
        List<CouponUse> uses = rows.usesOf(caller.account());
        int from = 0;
        while (!stretch.after().isEmpty()
                && from < uses.size()
                && !uses.get(from).id().toString().equals(stretch.after())) {
            from++;
        }
        List<CouponUse> found =
                uses.subList(
                        stretch.after().isEmpty() ? 0 : Math.min(from + 1, uses.size()),
                        uses.size());
        return new Page<>(
                stretch.items(found), stretch.nextCursor(found, each -> each.id().toString()));
    }

    /** From the present month on. */
    public CouponUse redeem(Caller caller, @Nullable String typed) {
        String code = typed == null ? "" : typed.strip().toUpperCase(Locale.ROOT);
        accounts.lockedLimits(caller.account()); // one after the other
        Instant now = clock.instant();
        Coupon coupon = usable(code, now);
        refuseOtherCurrency(caller, coupon, now);
        if (rows.usesOf(caller.account()).stream().anyMatch(u -> u.coupon().code().equals(code))) {
            throw Refusals.conflict("the account has used coupon %s already".formatted(code));
        }
        if (!rows.take(code)) {
            throw Refusals.conflict(
                    "coupon %s is used up: %d accounts use it, as many as may"
                            .formatted(code, coupon.uses()));
        }
        YearMonth first = BillingPeriod.at(now, properties.zone()).month();
        Integer months = coupon.months();
        CouponUseId id = CouponUseId.random();
        rows.insertUse(
                caller.account(),
                id,
                code,
                now,
                first,
                months == null ? null : first.plusMonths(months - 1L));
        audit.record(caller, "coupon.redeemed", "coupon:" + code, Map.of());
        return rows.usesOf(caller.account()).stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Coupon usable(String code, Instant now) {
        Coupon coupon = rows.find(code).orElseThrow(Coupons::unknown);
        Instant expiresAt = coupon.expiresAt();
        if (coupon.withdrawnAt() != null || (expiresAt != null && !expiresAt.isAfter(now))) {
            throw Refusals.conflict("coupon %s cannot be used any more".formatted(code));
        }
        return coupon;
    }

    private void refuseOtherCurrency(Caller caller, Coupon coupon, Instant now) {
        Money amount = coupon.amount();
        Currency currency = plans.bookOf(caller.account(), now).currency();
        if (amount != null && !amount.currency().equals(currency)) {
            throw Refusals.conflict(
                    "coupon %s is for what is paid in %s, and the account pays in %s"
                            .formatted(
                                    coupon.code(),
                                    amount.currency().getCurrencyCode(),
                                    currency.getCurrencyCode()));
        }
    }

    private Coupon checked(Wish wish) {
        String code = wish.code() == null ? "" : wish.code();
        if (!CODE.matcher(code).matches()) {
            throw Refusals.invalid(
                    "code must have 3 to 40 capitals, digits, hyphens and underscores, was: "
                            + Typed.shown(code));
        }
        if ((wish.percent() == null) == (wish.amount() == null)) {
            throw Refusals.invalid("either percent or amount must be there, and not both");
        }
        Instant expiresAt = Typed.instantOrNull("expiresAt", wish.expiresAt());
        if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
            throw Refusals.invalid("expiresAt must lie ahead, was: " + expiresAt);
        }
        return new Coupon(
                code,
                Typed.line("name", wish.name(), 100),
                wish.percent() == null ? null : percent(wish.percent()),
                wish.amount() == null
                        ? null
                        : Typed.positive(
                                "amount",
                                wish.amount(),
                                Typed.currency("currency", wish.currency())),
                count("months", wish.months(), 120),
                count("maxUses", wish.maxUses(), 1_000_000_000),
                0,
                expiresAt,
                null);
    }

    private static BigDecimal percent(String text) {
        BigDecimal percent = Typed.decimal("percent", text).stripTrailingZeros();
        if (percent.signum() <= 0 || percent.compareTo(HUNDRED) > 0 || percent.scale() > 4) {
            throw Refusals.invalid(
                    "percent must be more than 0, at most 100, with at most 4 digits behind the"
                            + " point, was: "
                            + percent.toPlainString());
        }
        return percent;
    }

    private static @Nullable Integer count(String field, @Nullable Integer wanted, int most) {
        if (wanted != null && (wanted < 1 || wanted > most)) {
            throw Refusals.invalid(
                    "%s must be from 1 to %d, was: %d".formatted(field, most, wanted));
        }
        return wanted;
    }

    private static RuntimeException unknown() {
        return Refusals.unknown("there is no such coupon");
    }
}
