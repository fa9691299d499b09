package dev.meterlark.trigger.kafka;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.trigger.Ownership;
import dev.meterlark.trigger.TriggerId;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** How far triggers came, and what their owners saw. */
@Component
class KafkaRows {

    private static final TypeReference<TreeMap<Integer, Long>> POSITIONS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final InstantSource clock;
    private final JsonMapper json;

    KafkaRows(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            InstantSource clock,
            JsonMapper json) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
        this.json = json;
    }

    /**
     * @param json what the owner saw
     */
    record Seen(String json, Instant at) {}

    /** In the transaction that makes the trigger. */
    void insert(AccountId account, TriggerId trigger) {
        jdbc.sql("insert into kafka_trigger (trigger_id, account_id) values (?, ?)")
                .param(trigger.value())
                .param(account.value())
                .update();
    }

    /** In the transaction that deletes the trigger. */
    void delete(TriggerId trigger) {
        jdbc.sql("delete from kafka_trigger where trigger_id = ?").param(trigger.value()).update();
    }

    /** The next offset by partition; empty before the trigger read for the first time. */
    Optional<Map<Integer, Long>> positions(TriggerId trigger) {
        return jdbc.sql(
                        "select positions from kafka_trigger"
                                + " where trigger_id = ? and positions is not null")
                .param(trigger.value())
                .query(String.class)
                .optional()
                .map(written -> json.readValue(written, POSITIONS));
    }

    /** Whether this was written: not when somebody else is the owner by now. */
    boolean see(TriggerId trigger, Ownership ownership, Map<Integer, Long> positions, String seen) {
        return Objects.requireNonNull(
                transaction.execute(
                        _ ->
                                ownership.guard()
                                        && jdbc.sql(
                                                                """
                                                                update kafka_trigger set positions = ?,
                                                                    seen = ?, seen_at = ?
                                                                where trigger_id = ?
                                                                """)
                                                        .param(json.writeValueAsString(positions))
                                                        .param(seen)
                                                        .param(Columns.instant(clock.instant()))
                                                        .param(trigger.value())
                                                        .update()
                                                == 1));
    }

    /** Of one that cannot read: its positions stay as they are. */
    void trouble(TriggerId trigger, Ownership ownership, String seen) {
        transaction.executeWithoutResult(
                _ -> {
                    if (ownership.guard()) {
                        jdbc.sql(
                                        "update kafka_trigger set seen = ?, seen_at = ?"
                                                + " where trigger_id = ?")
                                .param(seen)
                                .param(Columns.instant(clock.instant()))
                                .param(trigger.value())
                                .update();
                    }
                });
    }

    /** Empty before anything was. */
    Optional<Seen> seen(AccountId account, TriggerId trigger) {
        return jdbc.sql(
                        "select seen, seen_at from kafka_trigger"
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
}
