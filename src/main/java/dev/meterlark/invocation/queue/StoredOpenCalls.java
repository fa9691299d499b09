package dev.meterlark.invocation.queue;

import dev.meterlark.invocation.AsyncCall;
import dev.meterlark.invocation.OpenCalls;
import dev.meterlark.platform.Columns;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Calls in the queue, read in the order of its index: by function, and by when they are due. */
@Component
class StoredOpenCalls implements OpenCalls {

    private static final UUID FIRST = new UUID(0, 0);

    private final JdbcClient jdbc;

    StoredOpenCalls(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Found(AsyncCall call, Instant dueAt) {}

    @Override
    public Page page(
            AccountId account,
            FunctionId function,
            @Nullable String cursor,
            @Nullable Integer limit) {
        Stretch stretch = Stretch.of(cursor, limit);
        Place after = Place.of(stretch);
        List<Found> found =
                jdbc.sql(
                                """
                                select id, account_id, function_id, function_name, qualifier, state,
                                    due_at, accepted_at, attempts, cancel_asked, error_type,
                                    error_message, head
                                from async_call
                                where function_id = ? and account_id = ? and due_at >= ?
                                    and (due_at > ? or id > ?)
                                order by due_at, id limit ?
                                """)
                        .param(function.value())
                        .param(account.value())
                        .param(Columns.instant(after.dueAt))
                        .param(Columns.instant(after.dueAt))
                        .param(after.id)
                        .param(stretch.most() + 1)
                        .query(
                                (row, _) ->
                                        new Found(
                                                StoredCalls.open(row),
                                                Claiming.instant(row, "due_at")))
                        .list();
        return new Page(
                stretch.items(found).stream().map(Found::call).toList(),
                stretch.nextCursor(found, each -> each.dueAt + "/" + each.call.id()));
    }

    @Override
    public Map<FunctionId, Count> counts(AccountId account, Collection<FunctionId> functions) {
        Map<FunctionId, Count> counts = new HashMap<>();
        if (!functions.isEmpty()) {
            jdbc.sql(
                            """
                            select function_id, count(*) as calls,
                                count(case when state = 1 then 1 end) as running,
                                min(accepted_at) as oldest
                            from async_call
                            where function_id in (:functions) and account_id = :account
                            group by function_id
                            """)
                    .param("functions", functions.stream().map(FunctionId::value).toList())
                    .param("account", account.value())
                    .query(
                            row -> {
                                counts.put(
                                        new FunctionId(row.getObject("function_id", UUID.class)),
                                        new Count(
                                                row.getLong("calls"),
                                                row.getLong("running"),
                                                Claiming.instant(row, "oldest")));
                            });
        }
        return counts;
    }

    /** From the counts that are kept of each account: nothing is counted for it. */
    @Override
    public Tally tally(AccountId account) {
        return jdbc.sql(
                        """
                        select a.calls, e.succeeded, e.failed, e.expired, e.cancelled
                        from async_accepted a
                            join async_ended_count e on e.account_id = a.account_id
                        where a.account_id = ?
                        """)
                .param(account.value())
                .query(
                        (row, _) -> {
                            long succeeded = row.getLong("succeeded");
                            long failed = row.getLong("failed");
                            long expired = row.getLong("expired");
                            long cancelled = row.getLong("cancelled");
                            long ended = succeeded + failed + expired + cancelled;
                            return new Tally(
                                    Math.max(0, row.getLong("calls") - ended),
                                    succeeded,
                                    failed,
                                    expired,
                                    cancelled);
                        })
                .optional()
                .orElse(new Tally(0, 0, 0, 0, 0));
    }

    private record Place(Instant dueAt, UUID id) {

        static Place of(Stretch stretch) {
            if (stretch.after().isEmpty()) {
                return new Place(Instant.EPOCH, FIRST);
            }
            try {
                String[] parts = stretch.after().split("/", 2);
                return new Place(Instant.parse(parts[0]), UUID.fromString(parts[1]));
            } catch (DateTimeException
                    | IllegalArgumentException
                    | ArrayIndexOutOfBoundsException e) {
                throw new RefusedException(
                        ErrorCode.REQUEST_INVALID,
                        "cursor is not one that this list answered with; leave it out to start"
                                + " over");
            }
        }
    }
}
