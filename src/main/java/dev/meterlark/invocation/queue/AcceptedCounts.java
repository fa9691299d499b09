package dev.meterlark.invocation.queue;

import dev.meterlark.platform.NewRows;
import dev.meterlark.shared.AccountId;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many calls of each account were ever accepted. Its row is also the account's lock: whoever
 * decides about the order of calls holds it, and takes it before any other row of the queue.
 */
final class AcceptedCounts {

    private static final List<String> COLUMNS = List.of("calls", "bytes");

    private static final String ENDED =
            "(select succeeded + failed + expired + cancelled from async_ended_count e"
                    + " where e.account_id = async_accepted.account_id)";

    private static final String ENDED_BYTES =
            "(select bytes from async_ended_count e"
                    + " where e.account_id = async_accepted.account_id)";

    private final JdbcTemplate jdbc;
    private final NewRows<AccountId> accepted;
    private final NewRows<AccountId> ended;
    private final Set<AccountId> known = ConcurrentHashMap.newKeySet();

    /** What more of an account there may be. */
    record Room(long calls, long bytes) {}

    AcceptedCounts(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.accepted =
                new NewRows<>(
                        jdbc,
                        transactions,
                        new NewRows.Table("async_accepted", List.of("account_id"), COLUMNS),
                        account -> new Object[] {account.value(), 0L, 0L});
        this.ended =
                new NewRows<>(
                        jdbc,
                        transactions,
                        new NewRows.Table(
                                "async_ended_count",
                                List.of("account_id"),
                                List.of("succeeded", "failed", "expired", "cancelled", "bytes")),
                        account -> new Object[] {account.value(), 0L, 0L, 0L, 0L, 0L});
    }

    /** Makes the rows of accounts that never had a call, in a transaction of its own. */
    void know(Collection<AccountId> accounts) {
        List<AccountId> unknown =
                accounts.stream().filter(a -> !known.contains(a)).distinct().sorted(ORDER).toList();
        if (!unknown.isEmpty()) {
            ended.add(unknown, AcceptedCounts::refused);
            accepted.add(unknown, AcceptedCounts::refused);
            known.addAll(unknown);
        }
    }

    /** Whoever locks several rows locks them in this order. */
    static final Comparator<AccountId> ORDER = Comparator.comparing(AccountId::value);

    /** Counts them all, or none when there is not room for all. */
    boolean add(AccountId account, int calls, long bytes, Room most) {
        return jdbc.update(
                        "update async_accepted set calls = calls + ?, bytes = bytes + ?"
                                + " where account_id = ? and calls + ? - "
                                + ENDED
                                + " <= ? and bytes + ? - "
                                + ENDED_BYTES
                                + " <= ?",
                        calls,
                        bytes,
                        account.value(),
                        calls,
                        most.calls(),
                        bytes,
                        most.bytes())
                == 1;
    }

    void add(AccountId account, int calls, long bytes) {
        jdbc.update(
                "update async_accepted set calls = calls + ?, bytes = bytes + ? where account_id ="
                        + " ?",
                calls,
                bytes,
                account.value());
    }

    void lock(AccountId account) {
        jdbc.queryForList(
                "select account_id from async_accepted where account_id = ? for update",
                account.value());
    }

    /** To be asked under the lock; ends that others are settling may make it larger. */
    Room room(AccountId account, Room most) {
        return jdbc.queryForObject(
                "select calls - "
                        + ENDED
                        + ", bytes - "
                        + ENDED_BYTES
                        + " from async_accepted"
                        + " where account_id = ?",
                (row, _) -> new Room(most.calls - row.getLong(1), most.bytes - row.getLong(2)),
                account.value());
    }

    private static void refused(AccountId account, Exception why) {
        throw new IllegalStateException("account %s cannot be counted".formatted(account), why);
    }
}
