package dev.meterlark.trigger;

import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The rows of triggers. */
@Component
class TriggerRows {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    TriggerRows(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    void insert(TriggerRow row) {
        jdbc.sql(
                        """
                        insert into event_trigger (id, account_id, type, target_kind, target_name,
                            qualifier, about, configuration, filter, input, batch_size,
                            batch_window_millis, state, reason, revision, created_at, changed_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(row.id().value())
                .param(row.account().value())
                .param(row.type())
                .param(row.targetKind().wireName())
                .param(row.target().name())
                .param(row.target().qualifier())
                .param(row.about())
                .param(row.configuration())
                .param(text(row.reception().filter()))
                .param(text(row.reception().input()))
                .param(row.reception().batchSize())
                .param(row.reception().batchWindow().toMillis())
                .param(row.state().wireName())
                .param(Columns.text(row.reason(), 1_000))
                .param(row.revision())
                .param(Columns.instant(row.createdAt()))
                .param(Columns.instant(row.changedAt()))
                .update();
    }

    /**
     * @param before whose revision it was changed from
     * @return whether nobody changed it in between
     */
    boolean update(TriggerRow before, TriggerRow row) {
        return jdbc.sql(
                                """
                                update event_trigger set qualifier = ?, about = ?,
                                    configuration = ?, filter = ?, input = ?, batch_size = ?,
                                    batch_window_millis = ?, state = ?, reason = ?, revision = ?,
                                    changed_at = ?
                                where id = ? and revision = ?
                                """)
                        .param(row.target().qualifier())
                        .param(row.about())
                        .param(row.configuration())
                        .param(text(row.reception().filter()))
                        .param(text(row.reception().input()))
                        .param(row.reception().batchSize())
                        .param(row.reception().batchWindow().toMillis())
                        .param(row.state().wireName())
                        .param(Columns.text(row.reason(), 1_000))
                        .param(row.revision())
                        .param(Columns.instant(row.changedAt()))
                        .param(row.id().value())
                        .param(before.revision())
                        .update()
                == 1;
    }

    void delete(TriggerRow row) {
        jdbc.sql("delete from event_trigger where id = ?").param(row.id().value()).update();
    }

    Optional<TriggerRow> find(AccountId account, TriggerId id) {
        return find(account, id, "");
    }

    /** Held to the end of the caller's transaction. */
    Optional<TriggerRow> lock(AccountId account, TriggerId id) {
        return find(account, id, " for update");
    }

    private Optional<TriggerRow> find(AccountId account, TriggerId id, String how) {
        return jdbc.sql("select * from event_trigger where account_id = ? and id = ?" + how)
                .param(account.value())
                .param(id.value())
                .query((row, _) -> trigger(row))
                .optional();
    }

    /** Of whatever account; for what the platform itself does for it. */
    Optional<TriggerRow> find(TriggerId id) {
        return jdbc.sql("select * from event_trigger where id = ?")
                .param(id.value())
                .query((row, _) -> trigger(row))
                .optional();
    }

    long count(AccountId account) {
        return jdbc.sql("select count(*) from event_trigger where account_id = ?")
                .param(account.value())
                .query(Long.class)
                .single();
    }

    /**
     * By age.
     *
     * @param after the last of the page before
     */
    List<TriggerRow> list(AccountId account, TriggerQuery query, Place after) {
        List<Object> parameters = after.parameters(account);
        String conditions = query.conditions(parameters);
        parameters.add(after.limit());
        return jdbc.sql(
                        """
                        select * from event_trigger where account_id = ?
                            and (created_at > ? or created_at = ? and id > ?)%s
                        order by created_at, id limit ?
                        """
                                .formatted(conditions))
                .params(parameters)
                .query((row, _) -> trigger(row))
                .list();
    }

    /** Those that name a text as what they make run or what they are about. */
    List<TriggerRow> named(AccountId account, String part, int limit) {
        return jdbc.sql(
                        """
                        select * from event_trigger where account_id = ?
                            and (position(? in lower(target_name)) > 0
                                or position(? in lower(about)) > 0)
                        order by target_name, created_at limit ?
                        """)
                .param(account.value())
                .param(part)
                .param(part)
                .param(limit)
                .query((row, _) -> trigger(row))
                .list();
    }

    /** Those of a function or pipeline, held to the end of the caller's transaction. */
    List<TriggerRow> lockOf(AccountId account, String target) {
        return jdbc.sql(
                        "select * from event_trigger where account_id = ? and target_name = ?"
                                + " order by id for update")
                .param(account.value())
                .param(target)
                .query((row, _) -> trigger(row))
                .list();
    }

    List<TriggerRow> of(AccountId account, String target) {
        return jdbc.sql(
                        "select * from event_trigger where account_id = ? and target_name = ?"
                                + " order by created_at, id")
                .param(account.value())
                .param(target)
                .query((row, _) -> trigger(row))
                .list();
    }

    List<TriggerRow> ofAccount(AccountId account) {
        return jdbc.sql("select * from event_trigger where account_id = ? order by id for update")
                .param(account.value())
                .query((row, _) -> trigger(row))
                .list();
    }

    /** Names of what a qualifier is used by, by those that are not stopped. */
    List<TriggerId> pointingAt(AccountId account, String target, String qualifier) {
        return jdbc.sql(
                        "select id from event_trigger where account_id = ? and target_name = ?"
                                + " and qualifier = ? and state <> 'stopped' order by id")
                .param(account.value())
                .param(target)
                .param(qualifier)
                .query((row, _) -> new TriggerId(row.getObject("id", UUID.class)))
                .list();
    }

    List<TriggerRow> enabled(AccountId account, String type, String about) {
        return jdbc.sql(
                        "select * from event_trigger where account_id = ? and type = ?"
                                + " and about = ? and state = 'enabled' order by id")
                .param(account.value())
                .param(type)
                .param(about)
                .query((row, _) -> trigger(row))
                .list();
    }

    List<TriggerRow> enabled(String type, List<TriggerId> ids) {
        return ids.isEmpty()
                ? List.of()
                : jdbc.sql(
                                "select * from event_trigger where id in (:ids) and type = :type"
                                        + " and state = 'enabled'")
                        .param("ids", ids.stream().map(TriggerId::value).toList())
                        .param("type", type)
                        .query((row, _) -> trigger(row))
                        .list();
    }

    /** An enabled trigger and how often it was changed. */
    record Standing(TriggerId id, long revision) {}

    /** Of all accounts, what a node may have to work for. */
    List<Standing> enabled(Collection<String> types) {
        return types.isEmpty()
                ? List.of()
                : jdbc.sql(
                                "select id, revision from event_trigger where type in (:types)"
                                        + " and state = 'enabled' order by id")
                        .param("types", types)
                        .query(
                                (row, _) ->
                                        new Standing(
                                                new TriggerId(row.getObject("id", UUID.class)),
                                                row.getLong("revision")))
                        .list();
    }

    private @Nullable String text(@Nullable Object value) {
        return value == null ? null : json.writeValueAsString(value);
    }

    private TriggerRow trigger(ResultSet row) throws SQLException {
        return new TriggerRow(
                new TriggerId(row.getObject("id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("type"),
                TargetKind.valueOf(row.getString("target_kind").toUpperCase(Locale.ROOT)),
                new FunctionRef(row.getString("target_name"), row.getString("qualifier")),
                row.getString("about"),
                row.getString("configuration"),
                reception(row),
                TriggerState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("reason"),
                row.getLong("revision"),
                instant(row, "created_at"),
                instant(row, "changed_at"));
    }

    private Reception reception(ResultSet row) throws SQLException {
        String filter = row.getString("filter");
        String input = row.getString("input");
        JsonNode pattern = filter == null ? null : json.readTree(filter);
        return new Reception(
                pattern,
                input == null ? null : json.readValue(input, Reception.Input.class),
                row.getInt("batch_size"),
                Duration.ofMillis(row.getLong("batch_window_millis")));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
