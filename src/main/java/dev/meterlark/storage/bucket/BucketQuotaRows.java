package dev.meterlark.storage.bucket;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.time.Instant;

/** The rows of quotas; an account without one may have what the settings say. */
@Component
class BucketQuotaRows {

    private final JdbcClient jdbc;
    private final BucketProperties properties;

    BucketQuotaRows(JdbcClient jdbc, BucketProperties properties) {
        this.jdbc = jdbc;
        this.properties = properties;
    }

    BucketQuota of(AccountId account) {
        return jdbc.sql("select max_bytes, max_objects from bucket_quota where account_id = ?")
                .param(account.value())
                .query(
                        (row, _) ->
                                new BucketQuota(
                                        row.getLong("max_bytes"), row.getLong("max_objects"), true))
                .optional()
                .orElseGet(this::usual);
    }

    private BucketQuota usual() {
        return new BucketQuota(properties.maxSize().toBytes(), properties.maxObjects(), false);
    }

    void put(AccountId account, long maxBytes, long maxObjects, Instant now) {
        delete(account);
        jdbc.sql(
                        "insert into bucket_quota (account_id, max_bytes, max_objects, changed_at)"
                                + " values (?, ?, ?, ?)")
                .param(account.value())
                .param(maxBytes)
                .param(maxObjects)
                .param(Columns.instant(now))
                .update();
    }

    void delete(AccountId account) {
        jdbc.sql("delete from bucket_quota where account_id = ?").param(account.value()).update();
    }
}
