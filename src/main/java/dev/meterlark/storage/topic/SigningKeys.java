package dev.meterlark.storage.topic;

import dev.meterlark.platform.Columns;
import dev.meterlark.platform.Vault;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * What the webhooks of a subscription are signed with, as Standard Webhooks has it: a key of its
 * own, encrypted. A change leaves the one before valid beside it for a day.
 */
@Component
class SigningKeys {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int KEY_BYTES = 32;
    private static final Duration OVERLAP = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final Vault vault;

    SigningKeys(JdbcClient jdbc, Vault vault) {
        this.jdbc = jdbc;
        this.vault = vault;
    }

    /**
     * In the caller's transaction.
     *
     * @return the key from now on
     */
    byte[] change(Subscription subscription, Instant now) {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        jdbc.sql(
                        "update topic_subscription set previous_key = current_key, previous_until ="
                                + " ?, current_key = ?, changed_at = ? where id = ?")
                .param(Columns.instant(now.plus(OVERLAP)))
                .param(vault.seal(key, context(subscription.id())))
                .param(Columns.instant(now))
                .param(subscription.id().value())
                .update();
        return key;
    }

    /** Those that sign now, the newest first. */
    List<byte[]> of(SubscriptionId subscription, Instant now) {
        List<byte[]> keys = new ArrayList<>();
        jdbc.sql(
                        "select current_key, previous_key, previous_until from topic_subscription"
                                + " where id = ?")
                .param(subscription.value())
                .query((row, _) -> kept(row, now))
                .list()
                .forEach(
                        kept ->
                                kept.forEach(
                                        each -> keys.add(vault.open(each, context(subscription)))));
        return keys;
    }

    private static List<byte[]> kept(ResultSet row, Instant now) throws SQLException {
        List<byte[]> kept = new ArrayList<>();
        add(kept, row.getBytes("current_key"));
        OffsetDateTime until = row.getObject("previous_until", OffsetDateTime.class);
        if (until != null && now.isBefore(until.toInstant())) {
            add(kept, row.getBytes("previous_key"));
        }
        return kept;
    }

    private static void add(List<byte[]> kept, byte @Nullable [] key) {
        if (key != null) {
            kept.add(key);
        }
    }

    private static String context(SubscriptionId subscription) {
        return "subscription-secret/" + subscription.value();
    }
}
