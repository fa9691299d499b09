package dev.meterlark.invocation.queue;

import dev.meterlark.invocation.AsyncStatus;
import dev.meterlark.shared.AccountId;

import org.springframework.jdbc.core.JdbcTemplate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many calls of each account have ended, and how. */
final class EndedCounts {

    private static final String ADD =
            "update async_ended_count set succeeded = succeeded + ?, failed = failed + ?,"
                    + " expired = expired + ?, cancelled = cancelled + ?, bytes = bytes + ?"
                    + " where account_id = ?";

    private final JdbcTemplate jdbc;

    EndedCounts(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Inside the transaction that ends them, and last: two that settle wait here for each other.
     *
     * @param freed bytes of events that are done before their calls are
     */
    void add(List<Settled> ended, Map<AccountId, Long> freed) {
        Map<AccountId, List<Settled>> byAccount = new TreeMap<>(AcceptedCounts.ORDER);
        freed.keySet().forEach(account -> byAccount.put(account, new ArrayList<>()));
        ended.forEach(
                call ->
                        byAccount
                                .computeIfAbsent(call.lease().account(), _ -> new ArrayList<>())
                                .add(call));
        byAccount.forEach(
                (account, calls) ->
                        jdbc.update(
                                ADD,
                                count(calls, AsyncStatus.SUCCEEDED),
                                count(calls, AsyncStatus.FAILED),
                                count(calls, AsyncStatus.EXPIRED),
                                count(calls, AsyncStatus.CANCELLED),
                                calls.stream().mapToLong(c -> c.lease().eventBytes()).sum()
                                        + freed.getOrDefault(account, 0L),
                                account.value()));
    }

    private static long count(List<Settled> calls, AsyncStatus status) {
        return calls.stream()
                .filter(call -> ((Verdict.Ends) call.verdict()).reason().status() == status)
                .count();
    }
}
