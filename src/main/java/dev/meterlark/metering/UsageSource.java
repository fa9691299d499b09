package dev.meterlark.metering;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Attempts of an account as a table for the from clause. One statement reads it all, so each
 * attempt is in it once, whatever is written meanwhile.
 *
 * @param only of these functions; null for all of the account
 * @param stretches one after the other, without a gap
 */
record UsageSource(AccountId account, @Nullable Set<FunctionId> only, List<HourStretch> stretches) {

    private static final Pattern PARAMETER = Pattern.compile(":(first|floor|from|begin|end|to)\\b");

    UsageSource {
        stretches = List.copyOf(stretches);
    }

    /** Of those that started in [from, to), with the hour of each. */
    static UsageSource byHour(AccountId account, Instant from, Instant to) {
        return new UsageSource(account, null, List.of(new HourStretch(from, to)));
    }

    UsageSource ofOnly(Set<FunctionId> functions) {
        return new UsageSource(account, functions, stretches);
    }

    /** A derived table; to be bound by {@link #bind}. */
    String sql() {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < stretches.size(); i++) {
            for (String select : stretches.get(i).selects(this::ofOnly)) {
                parts.add(PARAMETER.matcher(select).replaceAll(":$1" + i));
            }
        }
        return "(" + String.join(" union all ", parts) + ") used";
    }

    private String ofOnly(String alias) {
        return only == null ? "" : " and %s.function_id = any(:only)".formatted(alias);
    }

    JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement) {
        JdbcClient.StatementSpec bound = statement.param("account", account.value());
        for (int i = 0; i < stretches.size(); i++) {
            for (var each : stretches.get(i).parameters().entrySet()) {
                bound = bound.param(each.getKey() + i, each.getValue());
            }
        }
        return only == null ? bound : bound.param("only", ids());
    }

    private SqlTypeValue ids() {
        return Columns.ids(Objects.requireNonNull(only).stream().map(FunctionId::value).toList());
    }
}
