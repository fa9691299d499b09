package dev.meterlark.storage.bucket;

import dev.meterlark.metering.ByteTime;
import dev.meterlark.metering.Meter;
import dev.meterlark.metering.MeterLedger;
import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of buckets. */
@Component
class BucketRows {

    private final JdbcClient jdbc;
    private final MeterLedger meters;

    BucketRows(JdbcClient jdbc, MeterLedger meters) {
        this.jdbc = jdbc;
        this.meters = meters;
    }

    /** By how much a bucket grows. */
    record Change(long objects, long bytes, long partBytes) {

        static final Change NONE = new Change(0, 0, 0);

        static Change ofObjects(long objects, long bytes) {
            return new Change(objects, bytes, 0);
        }

        static Change ofParts(long bytes) {
            return new Change(0, 0, bytes);
        }
    }

    /** How much an account has, parts of unfinished uploads too. */
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

    /** Names that hold a text, those that begin with it first. */
    List<String> named(AccountId account, String part, int limit) {
        return jdbc.sql(
                        "select name from bucket where account_id = ? and position(? in"
                                + " lower(name)) > 0 order by position(? in lower(name)), name"
                                + " limit ?")
                .param(account.value())
                .param(part)
                .param(part)
                .param(limit)
                .query(String.class)
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
                                + " coalesce(sum(bytes + part_bytes), 0) as bytes"
                                + " from bucket where account_id = ?")
                .param(account.value())
                .query((row, _) -> new Room(row.getLong("objects"), row.getLong("bytes")))
                .single();
    }

    void insert(Bucket bucket) {
        jdbc.sql(
                        """
                        insert into bucket (id, account_id, name, objects, bytes, changes,
                            told_until, created_at)
                        values (?, ?, ?, 0, 0, ?, ?, ?)
                        """)
                .param(bucket.id().value())
                .param(bucket.account().value())
                .param(bucket.name())
                .param(bucket.changes())
                .param(Columns.instant(bucket.createdAt()))
                .param(Columns.instant(bucket.createdAt()))
                .update();
    }

    /**
     * Of a bucket whose row is held.
     *
     * @return as it is then
     */
    Bucket change(Bucket bucket, Change change, Instant now) {
        ByteTime.Told told = bucket.time().tell(bucket.stored(), now);
        tell(bucket, told.over());
        var changed =
                new Bucket(
                        bucket.id(),
                        bucket.account(),
                        bucket.name(),
                        bucket.objects() + change.objects(),
                        bucket.bytes() + change.bytes(),
                        bucket.partBytes() + change.partBytes(),
                        bucket.changes() + 1,
                        told.now(),
                        bucket.createdAt());
        Instant until = told.now().until();
        jdbc.sql(
                        "update bucket set objects = ?, bytes = ?, part_bytes = ?, changes = ?,"
                                + " told_until = ?, byte_micros = ? where id = ?")
                .param(changed.objects())
                .param(changed.bytes())
                .param(changed.partBytes())
                .param(changed.changes())
                .param(until == null ? null : Columns.instant(until))
                .param(new BigDecimal(told.now().open()))
                .param(bucket.id().value())
                .update();
        return changed;
    }

    private void tell(Bucket bucket, List<ByteTime.Hour> hours) {
        hours.forEach(
                hour ->
                        meters.add(
                                bucket.account(),
                                Meter.BUCKET_STORAGE,
                                bucket.name(),
                                bucket.id().value(),
                                hour));
    }

    /** With what its last hour came to. */
    void delete(Bucket bucket, Instant now) {
        tell(bucket, bucket.time().end(bucket.stored(), now));
        jdbc.sql("delete from bucket where id = ?").param(bucket.id().value()).update();
    }

    List<Bucket> all(AccountId account) {
        return jdbc.sql("select * from bucket where account_id = ?")
                .param(account.value())
                .query((row, _) -> bucket(row))
                .list();
    }

    /** Of all accounts; those whose time was told forth longest ago first. */
    List<Bucket> toldUntilBefore(Instant border, int limit) {
        return jdbc.sql(
                        "select * from bucket where told_until < ?"
                                + " and (bytes + part_bytes > 0 or byte_micros > 0)"
                                + " order by told_until limit ?")
                .param(Columns.instant(border))
                .param(limit)
                .query((row, _) -> bucket(row))
                .list();
    }

    /** All, each held until the transaction ends. */
    List<Bucket> lockAll(AccountId account) {
        return jdbc.sql("select * from bucket where account_id = ? order by id for update")
                .param(account.value())
                .query((row, _) -> bucket(row))
                .list();
    }

    private static Bucket bucket(ResultSet row) throws SQLException {
        OffsetDateTime until = row.getObject("told_until", OffsetDateTime.class);
        return new Bucket(
                new BucketId(row.getObject("id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("name"),
                row.getLong("objects"),
                row.getLong("bytes"),
                row.getLong("part_bytes"),
                row.getLong("changes"),
                new ByteTime(
                        until == null ? null : until.toInstant(),
                        row.getBigDecimal("byte_micros").toBigIntegerExact()),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
