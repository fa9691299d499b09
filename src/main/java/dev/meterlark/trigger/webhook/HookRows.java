package dev.meterlark.trigger.webhook;

import dev.meterlark.platform.Columns;
import dev.meterlark.platform.Vault;
import dev.meterlark.shared.AccountId;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The rows of hooks. A secret is sealed for its trigger, and opens for no other. */
@Component
class HookRows {

    private final JdbcClient jdbc;
    private final Vault vault;

    HookRows(JdbcClient jdbc, Vault vault) {
        this.jdbc = jdbc;
        this.vault = vault;
    }

    /**
     * @param revision counts changes of the secret
     * @param until when the previous secret ends; null when there is none
     */
    record Row(
            TriggerId trigger,
            AccountId account,
            String hook,
            byte[] sealed,
            byte @Nullable [] sealedPrevious,
            @Nullable Instant until,
            long revision) {}

    /** Which state of a hook it is: that of its secret, and that of its trigger. */
    record Stamp(long secret, long trigger) {}

    byte[] seal(AccountId account, TriggerId trigger, byte[] key) {
        return vault.seal(key, context(account, trigger));
    }

    /** Those that are good at this moment, the newest first. */
    List<byte[]> keys(Row row, Instant now) {
        String context = context(row.account(), row.trigger());
        List<byte[]> keys = new ArrayList<>();
        keys.add(vault.open(row.sealed(), context));
        Instant until = row.until();
        if (row.sealedPrevious() != null && until != null && now.isBefore(until)) {
            keys.add(vault.open(row.sealedPrevious(), context));
        }
        return keys;
    }

    /** Of those whose trigger is enabled. */
    Map<TriggerId, Stamp> live() {
        Map<TriggerId, Stamp> live = new HashMap<>();
        jdbc.sql(
                        """
                        select w.trigger_id, w.revision, t.revision as trigger_revision
                        from webhook w join event_trigger t on t.id = w.trigger_id
                        where t.state = 'enabled'
                        """)
                .query(
                        row -> {
                            live.put(
                                    new TriggerId(row.getObject("trigger_id", UUID.class)),
                                    new Stamp(
                                            row.getLong("revision"),
                                            row.getLong("trigger_revision")));
                        });
        return live;
    }

    Optional<Row> find(TriggerId trigger) {
        return jdbc.sql("select * from webhook where trigger_id = ?")
                .param(trigger.value())
                .query((row, _) -> row(row))
                .optional();
    }

    Optional<Row> lock(TriggerId trigger) {
        return jdbc.sql("select * from webhook where trigger_id = ? for update")
                .param(trigger.value())
                .query((row, _) -> row(row))
                .optional();
    }

    void insert(Trigger<?> trigger, String hook, byte[] sealed) {
        jdbc.sql(
                        "insert into webhook (trigger_id, account_id, hook_id, sealed_secret,"
                                + " revision) values (?, ?, ?, ?, 1)")
                .param(trigger.id().value())
                .param(trigger.account().value())
                .param(hook)
                .param(sealed)
                .update();
    }

    /** The one before is good as well until then. */
    void replaceSecret(TriggerId trigger, byte[] sealed, Instant until) {
        jdbc.sql(
                        "update webhook set sealed_previous = sealed_secret, previous_until = ?,"
                                + " sealed_secret = ?, revision = revision + 1"
                                + " where trigger_id = ?")
                .param(Columns.instant(until))
                .param(sealed)
                .param(trigger.value())
                .update();
    }

    void delete(TriggerId trigger) {
        jdbc.sql("delete from webhook where trigger_id = ?").param(trigger.value()).update();
    }

    private static Row row(ResultSet row) throws SQLException {
        OffsetDateTime until = row.getObject("previous_until", OffsetDateTime.class);
        return new Row(
                new TriggerId(row.getObject("trigger_id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("hook_id"),
                row.getBytes("sealed_secret"),
                row.getBytes("sealed_previous"),
                until == null ? null : until.toInstant(),
                row.getLong("revision"));
    }

    private static String context(AccountId account, TriggerId trigger) {
        return "webhook-trigger/%s/%s".formatted(account, trigger);
    }
}
