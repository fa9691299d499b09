package dev.meterlark.storage.bucket;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of uploads. Whoever changes one, or its parts, holds its bucket's row. */
@Component
class UploadRows {

    private final JdbcClient jdbc;

    UploadRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An upload, and the name of its bucket. */
    record Found(Upload upload, AccountId account, String bucket) {}

    Optional<Found> find(AccountId account, UploadId id) {
        return jdbc.sql(
                        "select bucket_upload.*, bucket.name from bucket_upload join bucket"
                                + " on bucket.id = bucket_id"
                                + " where bucket_upload.account_id = ? and bucket_upload.id = ?")
                .param(account.value())
                .param(id.value())
                .query((row, _) -> found(row))
                .optional();
    }

    /**
     * @param from the first key that is wanted
     * @param to the first that is not; empty for all
     * @param behind of the first key, the ids that are left out; null for none
     */
    List<Upload> between(
            Bucket bucket, byte[] from, byte[] to, @Nullable UploadId behind, int limit) {
        var statement =
                jdbc.sql(
                                "select * from bucket_upload where bucket_id = :bucket"
                                        + " and key_bytes >= :from"
                                        + (to.length == 0 ? "" : " and key_bytes < :to")
                                        + (behind == null
                                                ? ""
                                                : " and (key_bytes > :from or id > :behind)")
                                        + " order by key_bytes, id limit :limit")
                        .param("bucket", bucket.id().value())
                        .param("from", from)
                        .param("limit", limit);
        if (to.length > 0) {
            statement = statement.param("to", to);
        }
        if (behind != null) {
            statement = statement.param("behind", behind.value());
        }
        return statement.query((row, _) -> upload(row)).list();
    }

    long count(Bucket bucket) {
        return jdbc.sql("select count(*) from bucket_upload where bucket_id = ?")
                .param(bucket.id().value())
                .query(Long.class)
                .single();
    }

    List<UploadId> of(Bucket bucket) {
        return jdbc
                .sql("select id from bucket_upload where bucket_id = ?")
                .param(bucket.id().value())
                .query(UUID.class)
                .list()
                .stream()
                .map(UploadId::new)
                .toList();
    }

    /** The oldest first. */
    List<Found> begunBefore(Instant border, int limit) {
        return jdbc.sql(
                        "select bucket_upload.*, bucket.name from bucket_upload join bucket"
                                + " on bucket.id = bucket_id"
                                + " where begun_at < ? order by begun_at limit ?")
                .param(Columns.instant(border))
                .param(limit)
                .query((row, _) -> found(row))
                .list();
    }

    void insert(Bucket bucket, Upload upload) {
        Upload.PartChecksum checksum = upload.checksum();
        jdbc.sql(
                        """
                        insert into bucket_upload (id, account_id, bucket_id, key_bytes,
                            content_type, metadata, headers, checksum_algorithm, checksum_form,
                            begun_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(upload.id().value())
                .param(bucket.account().value())
                .param(bucket.id().value())
                .param(upload.key().bytes())
                .param(upload.content().type())
                .param(upload.content().metadata())
                .param(upload.content().headers())
                .param(checksum == null ? null : checksum.algorithm().name())
                .param(checksum == null ? null : checksum.form().name())
                .param(Columns.instant(upload.begunAt()))
                .update();
    }

    /** Its parts go before. */
    void delete(UploadId id) {
        jdbc.sql("delete from bucket_upload where id = ?").param(id.value()).update();
    }

    /** With all parts; their bytes are released before. */
    void deleteAll(AccountId account) {
        jdbc.sql(
                        "delete from upload_part where upload_id in"
                                + " (select id from bucket_upload where account_id = ?)")
                .param(account.value())
                .update();
        jdbc.sql("delete from bucket_upload where account_id = ?").param(account.value()).update();
    }

    private static Found found(ResultSet row) throws SQLException {
        return new Found(
                upload(row),
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("name"));
    }

    private static Upload upload(ResultSet row) throws SQLException {
        String algorithm = row.getString("checksum_algorithm");
        return new Upload(
                new UploadId(row.getObject("id", UUID.class)),
                new BucketId(row.getObject("bucket_id", UUID.class)),
                new ObjectKey(row.getBytes("key_bytes")),
                new Content(
                        row.getString("content_type"),
                        row.getString("metadata"),
                        row.getString("headers")),
                algorithm == null
                        ? null
                        : new Upload.PartChecksum(
                                ChecksumAlgorithm.valueOf(algorithm),
                                ChecksumForm.valueOf(row.getString("checksum_form"))),
                row.getObject("begun_at", OffsetDateTime.class).toInstant());
    }
}
