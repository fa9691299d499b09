package dev.meterlark.billing.plan;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;

/** The rows that say which account is on which plan. */
@Component
class AssignmentRows {

    private final JdbcClient jdbc;

    AssignmentRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** In their order. */
    List<Assignment> of(AccountId account) {
        return jdbc.sql(
                        "select * from plan_assignment where account_id = ? order by"
                                + " effective_from")
                .param(account.value())
                .query(AssignmentRows::assignment)
                .list();
    }

    /**
     * Of accounts that are, were or will be on anything else than the plan.
     *
     * @param usual what all others are on, of which nothing need be kept in memory
     */
    Map<AccountId, NavigableMap<Instant, String>> otherThan(String usual) {
        Map<AccountId, NavigableMap<Instant, String>> byAccount = new HashMap<>();
        jdbc.sql(
                        """
                        select a.account_id, a.effective_from, a.plan_id from plan_assignment a
                        where a.plan_id is not null and exists (
                            select 1 from plan_assignment other
                            where other.account_id = a.account_id and other.plan_id <> ?)
                        """)
                .param(usual)
                .query(
                        row -> {
                            byAccount
                                    .computeIfAbsent(account(row), _ -> new TreeMap<>())
                                    .put(from(row), row.getString("plan_id"));
                        });
        return byAccount;
    }

    boolean isUsed(String plan) {
        return jdbc.sql("select count(*) from plan_assignment where plan_id = ?")
                        .param(plan)
                        .query(Long.class)
                        .single()
                > 0;
    }

    void insert(AccountId account, Assignment assignment) {
        jdbc.sql(
                        "insert into plan_assignment (account_id, effective_from, plan_id, reason,"
                                + " made_by, made_at) values (?, ?, ?, ?, ?, ?)")
                .param(account.value())
                .param(Columns.instant(assignment.from()))
                .param(assignment.plan())
                .param(assignment.reason())
                .param(assignment.madeBy())
                .param(Columns.instant(assignment.madeAt()))
                .update();
    }

    int delete(AccountId account, Instant from) {
        return jdbc.sql("delete from plan_assignment where account_id = ? and effective_from = ?")
                .param(account.value())
                .param(Columns.instant(from))
                .update();
    }

    private static Assignment assignment(ResultSet row, int number) throws SQLException {
        return new Assignment(
                from(row),
                row.getString("plan_id"),
                row.getString("reason"),
                row.getString("made_by"),
                row.getObject("made_at", OffsetDateTime.class).toInstant());
    }

    private static AccountId account(ResultSet row) throws SQLException {
        return new AccountId(row.getObject("account_id", UUID.class));
    }

    private static Instant from(ResultSet row) throws SQLException {
        return row.getObject("effective_from", OffsetDateTime.class).toInstant();
    }
}
