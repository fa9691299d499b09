package dev.meterlark.billing.budget;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.math.BigDecimal;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** What accounts said of their spending. */
@Component
class BudgetRows {

    private final JdbcClient jdbc;

    BudgetRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Budget> find(AccountId account) {
        List<Budget.Alert> alerts = alerts(account);
        return jdbc.sql("select * from budget where account_id = ?")
                .param(account.value())
                .query((row, _) -> new Budget(money(row, "cap"), money(row, "warns_of"), alerts))
                .optional();
    }

    private List<Budget.Alert> alerts(AccountId account) {
        return jdbc.sql("select * from budget_alert where account_id = ? order by percent")
                .param(account.value())
                .query((row, _) -> alert(row))
                .list();
    }

    void put(AccountId account, Budget budget, Instant now) {
        Money some = budget.cap() == null ? budget.warnsOf() : budget.cap();
        BigDecimal cap = amount(budget.cap());
        BigDecimal warnsOf = amount(budget.warnsOf());
        String currency = some == null ? null : some.currency().getCurrencyCode();
        if (update(account, cap, warnsOf, currency, now) == 0) {
            jdbc.sql(
                            "insert into budget (cap, warns_of, currency, changed_at, account_id)"
                                    + " values (?, ?, ?, ?, ?)")
                    .param(cap)
                    .param(warnsOf)
                    .param(currency)
                    .param(Columns.instant(now))
                    .param(account.value())
                    .update();
        }
        jdbc.sql("delete from budget_alert where account_id = ?").param(account.value()).update();
        budget.alerts().forEach(each -> insert(account, each));
    }

    private int update(
            AccountId account,
            @Nullable BigDecimal cap,
            @Nullable BigDecimal warnsOf,
            @Nullable String currency,
            Instant now) {
        return jdbc.sql(
                        "update budget set cap = ?, warns_of = ?, currency = ?, changed_at = ?"
                                + " where account_id = ?")
                .param(cap)
                .param(warnsOf)
                .param(currency)
                .param(Columns.instant(now))
                .param(account.value())
                .update();
    }

    private void insert(AccountId account, Budget.Alert alert) {
        jdbc.sql(
                        "insert into budget_alert (account_id, percent, emails, webhook, event)"
                                + " values (?, ?, ?, ?, ?)")
                .param(account.value())
                .param(alert.percent())
                .param(String.join(" ", alert.emails()))
                .param(alert.webhook() == null ? null : alert.webhook().toString())
                .param(alert.event())
                .update();
    }

    /** Caps that were said or taken away since then; null for none. */
    Map<AccountId, @Nullable Money> capsChangedSince(Instant since) {
        Map<AccountId, @Nullable Money> changed = new HashMap<>();
        jdbc.sql("select account_id, cap, currency from budget where changed_at >= ?")
                .param(Columns.instant(since))
                .query(
                        row -> {
                            changed.put(
                                    new AccountId(row.getObject("account_id", UUID.class)),
                                    money(row, "cap"));
                        });
        return changed;
    }

    /** With alerts, by id. */
    List<AccountId> alerting(@Nullable AccountId after, int most) {
        return jdbc.sql(
                        "select distinct account_id from budget_alert where account_id > ?"
                                + " order by account_id limit ?")
                .param(after == null ? new UUID(0, 0) : after.value())
                .param(most)
                .query((row, _) -> new AccountId(row.getObject(1, UUID.class)))
                .list();
    }

    void webhookKey(AccountId account, byte[] sealed, Instant now) {
        if (find(account).isEmpty()) {
            put(account, Budget.NONE, now);
        }
        jdbc.sql("update budget set webhook_key = ? where account_id = ?")
                .param(sealed)
                .param(account.value())
                .update();
    }

    Optional<byte[]> webhookKey(AccountId account) {
        return jdbc.sql("select webhook_key from budget where account_id = ?")
                .param(account.value())
                .query((row, _) -> Optional.ofNullable(row.getBytes(1)))
                .optional()
                .flatMap(found -> found);
    }

    private static Budget.Alert alert(ResultSet row) throws SQLException {
        String webhook = row.getString("webhook");
        String emails = row.getString("emails");
        return new Budget.Alert(
                row.getInt("percent"),
                emails.isEmpty() ? List.of() : Arrays.asList(emails.split(" ")),
                webhook == null ? null : URI.create(webhook),
                row.getBoolean("event"));
    }

    private static @Nullable BigDecimal amount(@Nullable Money money) {
        return money == null ? null : money.amount();
    }

    private static @Nullable Money money(ResultSet row, String column) throws SQLException {
        BigDecimal amount = row.getBigDecimal(column);
        return amount == null
                ? null
                : new Money(
                        amount.stripTrailingZeros(),
                        Currency.getInstance(Objects.requireNonNull(row.getString("currency"))));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
