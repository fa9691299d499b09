package dev.meterlark.storage.bucket;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of objects. Whoever changes one holds its bucket's row. */
@Component
class ObjectRows {

    private final JdbcClient jdbc;

    ObjectRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Stored> find(Bucket bucket, ObjectKey key) {
        return jdbc.sql("select * from bucket_object where bucket_id = ? and key_bytes = ?")
                .param(bucket.id().value())
                .param(key.bytes())
                .query((row, _) -> stored(row))
                .optional();
    }

    /**
     * @param from the first key that is wanted
     * @param to the first that is not; empty for all
     */
    List<Stored> between(Bucket bucket, byte[] from, byte[] to, int limit) {
        var statement =
                jdbc.sql(
                                "select * from bucket_object where bucket_id = :bucket"
                                        + " and key_bytes >= :from"
                                        + (to.length == 0 ? "" : " and key_bytes < :to")
                                        + " order by bucket_id, key_bytes limit :limit")
                        .param("bucket", bucket.id().value())
                        .param("from", from)
                        .param("limit", limit);
        if (to.length > 0) {
            statement = statement.param("to", to);
        }
        return statement.query((row, _) -> stored(row)).list();
    }

    void insert(Bucket bucket, Stored object) {
        Checksum checksum = object.digest().checksum();
        jdbc.sql(
                        """
                        insert into bucket_object (account_id, bucket_id, key_bytes, body_id, bytes,
                            etag, sha256, checksum_algorithm, checksum_form, checksum, content_type,
                            metadata, headers, pieces, upload_id, changed_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(bucket.account().value())
                .param(bucket.id().value())
                .param(object.key().bytes())
                .param(object.version().value())
                .param(object.size())
                .param(object.etag())
                .param(object.digest().sha256())
                .param(checksum == null ? null : checksum.algorithm().name())
                .param(checksum == null ? null : checksum.form().name())
                .param(checksum == null ? null : checksum.value())
                .param(object.content().type())
                .param(object.content().metadata())
                .param(object.content().headers())
                .param(object.pieces())
                .param(object.upload())
                .param(Columns.instant(object.changedAt()))
                .update();
    }

    void delete(Bucket bucket, ObjectKey key) {
        jdbc.sql("delete from bucket_object where bucket_id = ? and key_bytes = ?")
                .param(bucket.id().value())
                .param(key.bytes())
                .update();
    }

    void deleteAll(AccountId account) {
        jdbc.sql("delete from bucket_object where account_id = ?").param(account.value()).update();
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                new ObjectKey(row.getBytes("key_bytes")),
                new BodyId(row.getObject("body_id", UUID.class)),
                new Stored.Digest(
                        row.getLong("bytes"),
                        row.getString("etag"),
                        row.getString("sha256"),
                        checksum(row)),
                new Content(
                        row.getString("content_type"),
                        row.getString("metadata"),
                        row.getString("headers")),
                row.getInt("pieces"),
                row.getObject("upload_id", UUID.class),
                row.getObject("changed_at", OffsetDateTime.class).toInstant());
    }

    private static @Nullable Checksum checksum(ResultSet row) throws SQLException {
        String algorithm = row.getString("checksum_algorithm");
        return algorithm == null
                ? null
                : new Checksum(
                        ChecksumAlgorithm.valueOf(algorithm),
                        ChecksumForm.valueOf(row.getString("checksum_form")),
                        row.getString("checksum"));
    }
}
