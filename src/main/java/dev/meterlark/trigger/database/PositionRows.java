package dev.meterlark.trigger.database;

import dev.meterlark.platform.Columns;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.shared.AccountId;
import dev.meterlark.trigger.Ownership;
import dev.meterlark.trigger.TriggerId;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * How far a trigger came. Whatever its owner writes is written inside a transaction in which it
 * still is the owner, so one that was taken for dead moves nothing back.
 */
@Component
class PositionRows {

    static final int MOST_SCHEMA_CHANGES = 10_000;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    PositionRows(JdbcClient jdbc, PlatformTransactionManager transactions, InstantSource clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * @param json what the owner saw
     */
    record Seen(String json, Instant at) {}

    /** In the transaction that makes the trigger. */
    void insert(AccountId account, TriggerId trigger) {
        jdbc.sql("insert into database_trigger (trigger_id, account_id) values (?, ?)")
                .param(trigger.value())
                .param(account.value())
                .update();
    }

    /** In the transaction that deletes the trigger. */
    void delete(TriggerId trigger) {
        jdbc.sql("delete from database_schema_change where trigger_id = ?")
                .param(trigger.value())
                .update();
        jdbc.sql("delete from database_trigger where trigger_id = ?")
                .param(trigger.value())
                .update();
    }

    /** Empty before the first. */
    Optional<byte[]> position(TriggerId trigger) {
        return jdbc.sql("select offsets from database_trigger where trigger_id = ?")
                .param(trigger.value())
                .query((row, _) -> Optional.ofNullable(row.getBytes(1)))
                .optional()
                .flatMap(found -> found);
    }

    /**
     * @throws LostException when somebody else is the owner by now
     */
    void move(TriggerId trigger, Ownership ownership, byte[] position) {
        DurableSteps.reached("database.moving");
        asOwner(
                ownership,
                () ->
                        jdbc.sql(
                                        "update database_trigger set offsets = ?, moved_at = ?"
                                                + " where trigger_id = ?")
                                .param(position)
                                .param(Columns.instant(clock.instant()))
                                .param(trigger.value())
                                .update());
        DurableSteps.reached("database.moved");
    }

    /**
     * @throws LostException when somebody else is the owner by now
     */
    void see(TriggerId trigger, Ownership ownership, String json) {
        asOwner(
                ownership,
                () ->
                        jdbc.sql(
                                        "update database_trigger set seen = ?, seen_at = ?"
                                                + " where trigger_id = ?")
                                .param(json)
                                .param(Columns.instant(clock.instant()))
                                .param(trigger.value())
                                .update());
    }

    /** Empty before anything was. */
    Optional<Seen> seen(AccountId account, TriggerId trigger) {
        return jdbc.sql(
                        "select seen, seen_at from database_trigger"
                                + " where account_id = ? and trigger_id = ? and seen is not null")
                .param(account.value())
                .param(trigger.value())
                .query(
                        (row, _) ->
                                new Seen(
                                        row.getString(1),
                                        row.getObject(2, OffsetDateTime.class).toInstant()))
                .optional();
    }

    List<String> schemaChanges(TriggerId trigger) {
        return jdbc.sql(
                        "select written from database_schema_change where trigger_id = ?"
                                + " order by entry")
                .param(trigger.value())
                .query(String.class)
                .list();
    }

    /**
     * @throws LostException when somebody else is the owner by now
     * @throws TroubleException when there are as many as are read again at each beginning
     */
    void addSchemaChange(AccountId account, TriggerId trigger, Ownership ownership, String change) {
        asOwner(ownership, () -> insertSchemaChange(account, trigger, change));
    }

    private void insertSchemaChange(AccountId account, TriggerId trigger, String change) {
        int added =
                jdbc.sql(
                                """
                                insert into database_schema_change
                                    (trigger_id, entry, account_id, written)
                                select cast(? as uuid), coalesce(max(entry), 0) + 1,
                                    cast(? as uuid), ?
                                from database_schema_change where trigger_id = ?
                                having coalesce(max(entry), 0) < ?
                                """)
                        .param(trigger.value())
                        .param(account.value())
                        .param(change)
                        .param(trigger.value())
                        .param(MOST_SCHEMA_CHANGES)
                        .update();
        if (added == 0) {
            throw new TroubleException(
                    "its tables have changed what they look like %d times; make the trigger anew"
                            .formatted(MOST_SCHEMA_CHANGES));
        }
    }

    private void asOwner(Ownership ownership, Runnable write) {
        transaction.executeWithoutResult(
                _ -> {
                    if (!ownership.guard()) {
                        throw new LostException();
                    }
                    write.run();
                });
    }

    /** Another node works for the trigger, or it was changed, paused or deleted. */
    static final class LostException extends RuntimeException {

        LostException() {
            super("the trigger is not this node's any more");
        }
    }
}
