package dev.meterlark.billing.plan;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of coupons, of their uses, and of what they took off. */
@Component
class CouponRows {

    private final JdbcClient jdbc;

    CouponRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Coupon> after(String code, int most) {
        return jdbc.sql("select * from coupon where code > ? order by code limit ?")
                .param(code)
                .param(most)
                .query((row, _) -> coupon(row))
                .list();
    }

    Optional<Coupon> find(String code) {
        return jdbc.sql("select * from coupon where code = ?")
                .param(code)
                .query((row, _) -> coupon(row))
                .optional();
    }

    void insert(Coupon coupon, Instant now) {
        Money amount = coupon.amount();
        jdbc.sql(
                        "insert into coupon (code, name, percent, amount, currency, months,"
                                + " max_uses, uses, expires_at, created_at)"
                                + " values (?, ?, ?, ?, ?, ?, ?, 0, ?, ?)")
                .param(coupon.code())
                .param(coupon.name())
                .param(coupon.percent())
                .param(amount == null ? null : amount.amount())
                .param(amount == null ? null : amount.currency().getCurrencyCode())
                .param(coupon.months())
                .param(coupon.maxUses())
                .param(instant(coupon.expiresAt()))
                .param(Columns.instant(now))
                .update();
    }

    void withdraw(String code, Instant now) {
        jdbc.sql("update coupon set withdrawn_at = ? where code = ?")
                .param(Columns.instant(now))
                .param(code)
                .update();
    }

    /** Counts one use more, where there is one left: of two that come at once one waits. */
    boolean take(String code) {
        return jdbc.sql(
                                "update coupon set uses = uses + 1 where code = ?"
                                        + " and (max_uses is null or uses < max_uses)")
                        .param(code)
                        .update()
                == 1;
    }

    /** Of a coupon, by account. */
    record UsedBy(AccountId account, CouponUse use) {}

    List<UsedBy> usesOf(String code, UUID after, int most) {
        return jdbc.sql(
                        """
                        select u.account_id, u.id, u.used_at, u.first_month, u.last_month, c.*
                        from coupon_use u join coupon c on c.code = u.code
                        where u.code = ? and u.account_id > ? order by u.account_id limit ?
                        """)
                .param(code)
                .param(after)
                .param(most)
                .query(
                        (row, _) ->
                                new UsedBy(
                                        new AccountId(row.getObject("account_id", UUID.class)),
                                        use(row)))
                .list();
    }

    /** In the order in which they came into use. */
    List<CouponUse> usesOf(AccountId account) {
        return jdbc.sql(
                        """
                        select u.id, u.used_at, u.first_month, u.last_month, c.*
                        from coupon_use u join coupon c on c.code = u.code
                        where u.account_id = ? order by u.used_at, u.id
                        """)
                .param(account.value())
                .query((row, _) -> use(row))
                .list();
    }

    void insertUse(
            AccountId account,
            CouponUseId id,
            String code,
            Instant now,
            YearMonth first,
            @Nullable YearMonth last) {
        jdbc.sql(
                        "insert into coupon_use (id, account_id, code, used_at, first_month,"
                                + " last_month) values (?, ?, ?, ?, ?, ?)")
                .param(id.value())
                .param(account.value())
                .param(code)
                .param(Columns.instant(now))
                .param(first.toString())
                .param(last == null ? null : last.toString())
                .update();
    }

    /** What the use took off the month up to now. */
    BigDecimal taken(AccountId account, CouponUseId use, YearMonth month) {
        return jdbc.sql(
                        "select coalesce(sum(amount), 0) from coupon_discount"
                                + " where account_id = ? and use_id = ? and of_month = ?")
                .param(account.value())
                .param(use.value())
                .param(month.toString())
                .query(BigDecimal.class)
                .single();
    }

    void insertDiscount(
            AccountId account,
            CouponUseId use,
            String invoice,
            YearMonth month,
            BigDecimal amount) {
        jdbc.sql(
                        "insert into coupon_discount (account_id, use_id, invoice, of_month,"
                                + " amount, given_back) values (?, ?, ?, ?, ?, false)")
                .param(account.value())
                .param(use.value())
                .param(invoice)
                .param(month.toString())
                .param(amount)
                .update();
    }

    /** A second time it does nothing. */
    void giveBack(AccountId account, String invoice) {
        jdbc.sql(
                        """
                        insert into coupon_discount
                            (account_id, use_id, invoice, of_month, amount, given_back)
                        select account_id, use_id, invoice, of_month, -amount, true
                        from coupon_discount d where account_id = ? and invoice = ?
                            and not given_back and not exists (
                                select 1 from coupon_discount back
                                where back.account_id = d.account_id and back.invoice = d.invoice
                                    and back.use_id = d.use_id and back.of_month = d.of_month
                                    and back.given_back)
                        """)
                .param(account.value())
                .param(invoice)
                .update();
    }

    private static CouponUse use(ResultSet row) throws SQLException {
        String last = row.getString("last_month");
        return new CouponUse(
                new CouponUseId(row.getObject("id", UUID.class)),
                coupon(row),
                row.getObject("used_at", OffsetDateTime.class).toInstant(),
                YearMonth.parse(row.getString("first_month")),
                last == null ? null : YearMonth.parse(last));
    }

    private static Coupon coupon(ResultSet row) throws SQLException {
        BigDecimal amount = row.getBigDecimal("amount");
        BigDecimal percent = row.getBigDecimal("percent");
        return new Coupon(
                row.getString("code"),
                row.getString("name"),
                percent == null ? null : percent.stripTrailingZeros(),
                amount == null
                        ? null
                        : new Money(amount, Currency.getInstance(row.getString("currency")))
                                .rounded(),
                row.getObject("months", Integer.class),
                row.getObject("max_uses", Integer.class),
                row.getInt("uses"),
                instant(row, "expires_at"),
                instant(row, "withdrawn_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    private static @Nullable OffsetDateTime instant(@Nullable Instant instant) {
        return instant == null ? null : Columns.instant(instant);
    }
}
