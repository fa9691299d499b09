package dev.meterlark.metering;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Money;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Reads the ledger. A call is here as soon as the journal's batch is, some tenths of a second after
 * its answer.
 */
@Service
@Transactional(readOnly = true)
public class Usage {

    private static final String SUMS =
            """
            currency,
            count(*) as calls,
            sum(case when billable then 1 else 0 end) as billable_calls,
            sum(case when fault = 'CALLER' then 1 else 0 end) as caller_failures,
            sum(case when fault = 'FUNCTION' then 1 else 0 end) as function_failures,
            sum(case when fault = 'PLATFORM' then 1 else 0 end) as platform_failures,
            sum(billed_millis) as billed_millis,
            sum(cast(billed_millis as numeric(30)) * memory_mib) as mib_millis,
            sum(price) as price
            from usage_function used join usage_record
                on usage_record.function_id = used.function_id
                and usage_record.account_id = used.account_id
                and started_at >= :from and started_at < :to
            where used.account_id = :account
            """;

    private final JdbcClient jdbc;

    Usage(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Sums over the attempts of one account that started in [from, to), by function name, then day.
     * A function that was deleted and one that took its name are two.
     */
    public List<UsageTotal> totals(
            AccountId account, Instant from, Instant to, Set<UsageGrouping> by) {
        List<String> columns = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        if (by.contains(UsageGrouping.FUNCTION)) {
            columns.add("max(function_name) as function_name");
            columns.add("used.function_id");
            keys.add("used.function_id");
        }
        if (by.contains(UsageGrouping.DAY)) {
            columns.add("usage_day");
            keys.add("usage_day");
        }
        keys.add("currency");
        String shown = columns.isEmpty() ? "" : String.join(", ", columns) + ", ";
        String order = shown.replace("max(function_name) as ", "") + "currency";
        return jdbc.sql(
                        "select %s%s group by %s order by %s"
                                .formatted(shown, SUMS, String.join(", ", keys), order))
                .param("account", account.value())
                .param("from", Columns.instant(from))
                .param("to", Columns.instant(to))
                .query((row, _) -> total(row, by))
                .list();
    }

    private static UsageTotal total(ResultSet row, Set<UsageGrouping> by) throws SQLException {
        boolean byFunction = by.contains(UsageGrouping.FUNCTION);
        return new UsageTotal(
                byFunction ? new FunctionId(row.getObject("function_id", UUID.class)) : null,
                byFunction ? row.getString("function_name") : null,
                by.contains(UsageGrouping.DAY) ? row.getObject("usage_day", LocalDate.class) : null,
                row.getLong("calls"),
                row.getLong("billable_calls"),
                new UsageTotal.Failures(
                        row.getLong("caller_failures"),
                        row.getLong("function_failures"),
                        row.getLong("platform_failures")),
                row.getLong("billed_millis"),
                new BigDecimal(row.getBigDecimal("mib_millis").toBigIntegerExact()),
                new Money(
                        row.getBigDecimal("price"),
                        Currency.getInstance(row.getString("currency"))));
    }
}
