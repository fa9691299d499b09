package dev.meterlark.metering;

import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Single attempts of the ledger, for whoever shows them. What a function said of its failure is not
 * the ledger's: error type and message are null here.
 */
@Service
@Transactional(readOnly = true)
public class Attempts {

    /** The first comparison lets the index find the place, the others decide within one instant. */
    private static final String OLDER_THAN_PLACE =
            " and started_at <= :at and (started_at < :at or invocation_id < :id"
                    + " or (invocation_id = :id and attempt < :attempt))";

    /** All of it, also what is the same for all rows: only then does H2 stop after the page. */
    private static final String IN_THE_ORDER_OF_THE_INDEX =
            " order by function_id, started_at desc, invocation_id desc, attempt desc limit :most";

    private final JdbcClient jdbc;

    Attempts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How those that are wanted ended. */
    public enum Ended {
        ANYHOW,
        WELL,
        BADLY;

        /**
         * A further condition for single attempts; may be empty.
         *
         * @param of what their table is called, with a dot; empty where it needs no name
         */
        String condition(String of) {
            return switch (this) {
                case ANYHOW -> "";
                case WELL -> " and " + of + "error_code is null";
                case BADLY -> " and " + of + "error_code is not null";
            };
        }
    }

    /** Where an attempt stands among those of its function. */
    public record Place(Instant startedAt, InvocationId invocation, int attempt) {

        /** Before all that started then or later. */
        public static Place at(Instant instant) {
            return new Place(instant, new InvocationId(new UUID(0, 0)), 0);
        }

        public static Place of(InvocationRecord attempt) {
            return new Place(attempt.startedAt(), attempt.invocation(), attempt.attempt());
        }
    }

    /**
     * @param since attempts that started before are left out
     * @param olderThan only those that come after this one; null for the newest
     */
    public record Wanted(
            Instant since, @Nullable Place olderThan, Ended ended, Made made, int most) {

        /** Made by anything. */
        public Wanted(Instant since, @Nullable Place olderThan, Ended ended, int most) {
            this(since, olderThan, ended, Made.ANYHOW, most);
        }
    }

    /**
     * A function's attempts, newest first; those that arrive meanwhile move none of them. They are
     * read one by one until there are enough: for what is rare see {@link AccountAttempts}.
     */
    public List<InvocationRecord> newest(AccountId account, FunctionId function, Wanted wanted) {
        Place after = wanted.olderThan();
        var statement =
                jdbc.sql(
                                "select * from usage_record where function_id = :function"
                                        + " and account_id = :account and started_at >= :since"
                                        + wanted.ended().condition("")
                                        + wanted.made().condition("")
                                        + (after == null ? "" : OLDER_THAN_PLACE)
                                        + IN_THE_ORDER_OF_THE_INDEX)
                        .param("account", account.value())
                        .param("function", function.value())
                        .param("since", Columns.instant(wanted.since()))
                        .param("most", wanted.most())
                        .params(wanted.made().columns());
        if (after != null) {
            statement =
                    statement
                            .param("at", Columns.instant(after.startedAt()))
                            .param("id", after.invocation().value())
                            .param("attempt", after.attempt());
        }
        return statement.query(AttemptRow.MAPPER).list();
    }

    /** Of which an account has attempts, by id; also those that are deleted. */
    public List<FunctionId> functions(AccountId account) {
        return jdbc.sql(
                        "select function_id from usage_function where account_id = ?"
                                + " order by function_id")
                .param(account.value())
                .query((row, _) -> new FunctionId(row.getObject("function_id", UUID.class)))
                .list();
    }

    /** Whether a function of the account was ever called, those that are deleted among them. */
    public boolean hasAny(AccountId account) {
        return jdbc.sql("select 1 from usage_function where account_id = ? limit 1")
                .param(account.value())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** All attempts of an invocation, the first one first. */
    public List<InvocationRecord> all(AccountId account, InvocationId invocation) {
        return jdbc.sql(
                        "select * from usage_record where invocation_id = :id"
                                + " and account_id = :account order by attempt limit 1000")
                .param("id", invocation.value())
                .param("account", account.value())
                .query(AttemptRow.MAPPER)
                .list();
    }

    /** The last attempt of an invocation. */
    public Optional<InvocationRecord> last(AccountId account, InvocationId invocation) {
        return jdbc.sql(
                        "select * from usage_record where invocation_id = :id"
                                + " and account_id = :account order by attempt desc limit 1")
                .param("id", invocation.value())
                .param("account", account.value())
                .query(AttemptRow.MAPPER)
                .optional();
    }
}
