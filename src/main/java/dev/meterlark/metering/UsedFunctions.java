package dev.meterlark.metering;

import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.platform.NewRows;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which functions each account has usage of. By them its rows of the ledger are found, so a
 * function is here, committed, before its first row is written.
 */
@Component
class UsedFunctions {

    /** Those that this node has written or met are not asked for again; some 10 MB of them. */
    private static final int MOST_KNOWN = 100_000;

    private static final NewRows.Table TABLE =
            new NewRows.Table("usage_function", List.of("account_id", "function_id"), List.of());

    /** One order for all, so that two nodes do not wait for each other. */
    private static final Comparator<Used> BY_KEY =
            Comparator.comparing((Used used) -> used.account().value())
                    .thenComparing(used -> used.function().value());

    private final NewRows<Used> rows;
    private final Set<Used> known = ConcurrentHashMap.newKeySet();

    private record Used(AccountId account, FunctionId function) {

        static Used of(InvocationRecord row) {
            return new Used(row.account(), row.function());
        }

        Object[] columns() {
            return new Object[] {account.value(), function.value()};
        }
    }

    UsedFunctions(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        this.rows = new NewRows<>(jdbc, transactions, TABLE, Used::columns);
    }

    void add(List<InvocationRecord> batch) {
        List<Used> fresh =
                batch.stream()
                        .map(Used::of)
                        .filter(used -> !known.contains(used))
                        .distinct()
                        .sorted(BY_KEY)
                        .toList();
        if (fresh.isEmpty()) {
            return;
        }
        rows.add(
                fresh,
                (_, e) -> {
                    throw e;
                });
        if (known.size() + fresh.size() > MOST_KNOWN) {
            known.clear();
        }
        known.addAll(fresh);
    }
}
