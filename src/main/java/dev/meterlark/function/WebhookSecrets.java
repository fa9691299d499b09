package dev.meterlark.function;

import dev.meterlark.account.AccountClosed;
import dev.meterlark.account.AuditLog;
import dev.meterlark.function.snapshot.WebhookKeys;
import dev.meterlark.platform.Columns;
import dev.meterlark.platform.Vault;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What webhooks of a function are signed with, as Standard Webhooks has it. Each function has its
 * own, made with its first webhook; a change leaves the old one valid beside the new for a day.
 */
@Service
@Transactional
public class WebhookSecrets implements WebhookKeys {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int KEY_BYTES = 32;
    private static final Duration OVERLAP = Duration.ofDays(1);

    private final FunctionRows functions;
    private final JdbcClient jdbc;
    private final Vault vault;
    private final AuditLog audit;
    private final InstantSource clock;

    WebhookSecrets(
            FunctionRows functions,
            JdbcClient jdbc,
            Vault vault,
            AuditLog audit,
            InstantSource clock) {
        this.functions = functions;
        this.jdbc = jdbc;
        this.vault = vault;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Shown once.
     *
     * @param secret {@code whsec_} and the key in base64
     * @param previousUntil until when the one before signs as well; null when there was none
     */
    public record NewSecret(String secret, @Nullable Instant previousUntil) {}

    private record Stored(byte[] current, byte @Nullable [] previous, @Nullable Instant until) {}

    public NewSecret change(Caller caller, String name) {
        Function function =
                functions
                        .lock(caller.account(), name)
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                ErrorCode.NOT_FOUND,
                                                "there is no such function in this account"));
        NewSecret made = change(function.account(), function.id());
        audit.record(caller, "function.webhook-secret-changed", "function:" + name, Map.of());
        return made;
    }

    /**
     * Of a function or pipeline that the caller's transaction holds; the caller tells the audit
     * log.
     */
    public NewSecret change(AccountId account, FunctionId function) {
        Instant now = clock.instant();
        byte[] key = newKey();
        Instant until = null;
        if (find(function).isPresent()) {
            until = now.plus(OVERLAP);
            replace(function, key, until, now);
        } else {
            insert(account, function, key, now);
        }
        return new NewSecret("whsec_" + Base64.getEncoder().encodeToString(key), until);
    }

    public void makeUnlessThere(AccountId account, FunctionId function) {
        if (find(function).isEmpty()) {
            insert(account, function, newKey(), clock.instant());
        }
    }

    @Override
    @Transactional(readOnly = true)
    public List<byte[]> of(FunctionId function) {
        List<byte[]> keys = new ArrayList<>();
        find(function)
                .ifPresent(
                        stored -> {
                            keys.add(vault.open(stored.current, context(function)));
                            Instant until = stored.until;
                            if (stored.previous != null
                                    && until != null
                                    && clock.instant().isBefore(until)) {
                                keys.add(vault.open(stored.previous, context(function)));
                            }
                        });
        return keys;
    }

    @EventListener
    public void on(AccountClosed event) {
        jdbc.sql("delete from webhook_secret where account_id = ?")
                .param(event.account().value())
                .update();
    }

    private void insert(AccountId account, FunctionId function, byte[] key, Instant now) {
        jdbc.sql(
                        "insert into webhook_secret (function_id, account_id, current_key,"
                                + " changed_at) values (?, ?, ?, ?)")
                .param(function.value())
                .param(account.value())
                .param(vault.seal(key, context(function)))
                .param(Columns.instant(now))
                .update();
    }

    private void replace(FunctionId function, byte[] key, Instant until, Instant now) {
        jdbc.sql(
                        "update webhook_secret set previous_key = current_key, previous_until = ?,"
                                + " current_key = ?, changed_at = ? where function_id = ?")
                .param(Columns.instant(until))
                .param(vault.seal(key, context(function)))
                .param(Columns.instant(now))
                .param(function.value())
                .update();
    }

    private Optional<Stored> find(FunctionId function) {
        return jdbc.sql(
                        "select current_key, previous_key, previous_until from webhook_secret"
                                + " where function_id = ?")
                .param(function.value())
                .query((row, _) -> stored(row))
                .optional();
    }

    private static Stored stored(ResultSet row) throws SQLException {
        OffsetDateTime until = row.getObject("previous_until", OffsetDateTime.class);
        return new Stored(
                row.getBytes("current_key"),
                row.getBytes("previous_key"),
                until == null ? null : until.toInstant());
    }

    private static byte[] newKey() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return key;
    }

    private static String context(FunctionId function) {
        return "webhook-secret/" + function;
    }
}
