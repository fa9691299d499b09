package dev.meterlark.storage.bucket;

import dev.meterlark.platform.Columns;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of uploads' parts. Whoever changes one holds its bucket's row. */
@Component
class PartRows {

    private final JdbcClient jdbc;

    PartRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<UploadPart> find(UploadId upload, int number) {
        return jdbc.sql("select * from upload_part where upload_id = ? and number = ?")
                .param(upload.value())
                .param(number)
                .query((row, _) -> part(row))
                .optional();
    }

    List<UploadPart> after(UploadId upload, int number, int limit) {
        return jdbc.sql(
                        "select * from upload_part where upload_id = ? and number > ?"
                                + " order by number limit ?")
                .param(upload.value())
                .param(number)
                .param(limit)
                .query((row, _) -> part(row))
                .list();
    }

    void insert(UploadId upload, UploadPart part) {
        jdbc.sql(
                        """
                        insert into upload_part (upload_id, number, body_id, bytes, md5, checksum,
                            written_at)
                        values (?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(upload.value())
                .param(part.number())
                .param(part.body().value())
                .param(part.size())
                .param(part.md5())
                .param(part.checksum())
                .param(Columns.instant(part.writtenAt()))
                .update();
    }

    void delete(UploadId upload, int number) {
        jdbc.sql("delete from upload_part where upload_id = ? and number = ?")
                .param(upload.value())
                .param(number)
                .update();
    }

    void deleteAll(UploadId upload) {
        jdbc.sql("delete from upload_part where upload_id = ?").param(upload.value()).update();
    }

    private static UploadPart part(ResultSet row) throws SQLException {
        return new UploadPart(
                row.getInt("number"),
                new BodyId(row.getObject("body_id", UUID.class)),
                row.getLong("bytes"),
                row.getString("md5"),
                row.getString("checksum"),
                row.getObject("written_at", OffsetDateTime.class).toInstant());
    }
}
