package dev.meterlark.storage.bucket;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of buckets. */
@Component
class BucketRows {

    private final JdbcClient jdbc;

    BucketRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How much an account has. */
    record Room(long objects, long bytes) {}

    Optional<Bucket> find(AccountId account, String name) {
        return jdbc.sql("select * from bucket where account_id = ? and name = ?")
                .param(account.value())
                .param(name)
                .query((row, _) -> bucket(row))
                .optional();
    }

    /** Changes of one bucket come one after the other, so that its totals are right. */
    Optional<Bucket> lock(AccountId account, String name) {
        return jdbc.sql("select * from bucket where account_id = ? and name = ? for update")
                .param(account.value())
                .param(name)
                .query((row, _) -> bucket(row))
                .optional();
    }

    List<Bucket> after(AccountId account, String name, int limit) {
        return jdbc.sql(
                        "select * from bucket where account_id = ? and name > ?"
                                + " order by name limit ?")
                .param(account.value())
                .param(name)
                .param(limit)
                .query((row, _) -> bucket(row))
                .list();
    }

    long count(AccountId account) {
        return jdbc.sql("select count(*) from bucket where account_id = ?")
                .param(account.value())
                .query(Long.class)
                .single();
    }

    Room room(AccountId account) {
        return jdbc.sql(
                        "select coalesce(sum(objects), 0) as objects,"
                                + " coalesce(sum(bytes), 0) as bytes"
                                + " from bucket where account_id = ?")
                .param(account.value())
                .query((row, _) -> new Room(row.getLong("objects"), row.getLong("bytes")))
                .single();
    }

    void insert(Bucket bucket) {
        jdbc.sql(
                        "insert into bucket (id, account_id, name, objects, bytes, created_at)"
                                + " values (?, ?, ?, 0, 0, ?)")
                .param(bucket.id().value())
                .param(bucket.account().value())
                .param(bucket.name())
                .param(Columns.instant(bucket.createdAt()))
                .update();
    }

    void add(Bucket bucket, long objects, long bytes) {
        jdbc.sql("update bucket set objects = objects + ?, bytes = bytes + ? where id = ?")
                .param(objects)
                .param(bytes)
                .param(bucket.id().value())
                .update();
    }

    void delete(Bucket bucket) {
        jdbc.sql("delete from bucket where id = ?").param(bucket.id().value()).update();
    }

    /** With all objects; their bytes are released before. */
    void deleteAll(AccountId account) {
        jdbc.sql("delete from bucket_object where account_id = ?").param(account.value()).update();
        jdbc.sql("delete from bucket where account_id = ?").param(account.value()).update();
    }

    private static Bucket bucket(ResultSet row) throws SQLException {
        return new Bucket(
                new BucketId(row.getObject("id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("name"),
                row.getLong("objects"),
                row.getLong("bytes"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
