package dev.meterlark.storage.table;

import dev.meterlark.platform.Columns;

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

/** How far readers are. They come and go with their shards held, and move on without. */
@Component
class ReaderRows {

    private final JdbcClient jdbc;

    ReaderRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * How far a reader is in one shard, and how far the shard is.
     *
     * @param scanAfter null when it is through with what was there
     */
    record Place(
            TableId table,
            int shard,
            long sequence,
            byte @Nullable [] scanAfter,
            long lost,
            @Nullable Instant lostAt,
            long lastSequence,
            long changeBytes) {}

    private static final String PLACES =
            """
            select r.*, s.last_sequence, s.change_bytes from table_reader r
            join table_shard s on s.table_id = r.table_id and s.shard = r.shard
            where r.reader_id = ?
            """;

    /** In the order of the shards; none when the table is gone. */
    List<Place> places(ReaderId reader) {
        return jdbc.sql(PLACES + " order by r.shard")
                .param(reader.value())
                .query((row, _) -> place(row))
                .list();
    }

    Optional<Place> place(ReaderId reader, int shard) {
        return jdbc.sql(PLACES + " and r.shard = ?")
                .param(reader.value())
                .param(shard)
                .query((row, _) -> place(row))
                .optional();
    }

    /**
     * @param scanAfter empty to begin with what is there, null for what comes
     */
    void insert(Table table, HeldShard shard, ReaderId reader, byte @Nullable [] scanAfter) {
        jdbc.sql(
                        """
                        insert into table_reader (account_id, table_id, shard, reader_id, sequence,
                            scan_after, lost)
                        values (?, ?, ?, ?, ?, ?, 0)
                        """)
                .param(table.account().value())
                .param(table.id().value())
                .param(shard.shard())
                .param(reader.value())
                .param(shard.sequence())
                .param(scanAfter)
                .update();
        count(table.id(), shard.shard(), 1);
    }

    void delete(TableId table, HeldShard shard, ReaderId reader) {
        int deleted =
                jdbc.sql("delete from table_reader where reader_id = ? and shard = ?")
                        .param(reader.value())
                        .param(shard.shard())
                        .update();
        count(table, shard.shard(), -deleted);
    }

    private void count(TableId table, int shard, int more) {
        jdbc.sql("update table_shard set readers = readers + ? where table_id = ? and shard = ?")
                .param(more)
                .param(table.value())
                .param(shard)
                .update();
    }

    /** Never backwards. */
    void moveTo(ReaderId reader, int shard, long sequence) {
        jdbc.sql(
                        "update table_reader set sequence = ?"
                                + " where reader_id = ? and shard = ? and sequence < ?")
                .param(sequence)
                .param(reader.value())
                .param(shard)
                .param(sequence)
                .update();
    }

    /** Never backwards. */
    void scanTo(ReaderId reader, int shard, ItemKey key) {
        jdbc.sql(
                        "update table_reader set scan_after = ?"
                                + " where reader_id = ? and shard = ? and scan_after < ?")
                .param(key.bytes())
                .param(reader.value())
                .param(shard)
                .param(key.bytes())
                .update();
    }

    /** It has seen all that was there, unless somebody has got further since. */
    void endScan(ReaderId reader, int shard, byte[] from) {
        jdbc.sql(
                        "update table_reader set scan_after = null"
                                + " where reader_id = ? and shard = ? and scan_after = ?")
                .param(reader.value())
                .param(shard)
                .param(from)
                .update();
    }

    /** What all of a shard's readers have taken; empty when it has none. */
    Optional<Long> takenByAll(TableId table, int shard) {
        return jdbc.sql("select min(sequence) from table_reader where table_id = ? and shard = ?")
                .param(table.value())
                .param(shard)
                .query(Long.class)
                .optional();
    }

    /**
     * Those that are behind this have lost what is between.
     *
     * @return how many
     */
    int lose(TableId table, int shard, long upTo, Instant now) {
        return jdbc.sql(
                        """
                        update table_reader set lost = lost + (? - sequence), lost_at = ?,
                            sequence = ?
                        where table_id = ? and shard = ? and sequence < ?
                        """)
                .param(upTo)
                .param(Columns.instant(now))
                .param(upTo)
                .param(table.value())
                .param(shard)
                .param(upTo)
                .update();
    }

    void deleteAll(TableId table) {
        jdbc.sql("delete from table_reader where table_id = ?").param(table.value()).update();
    }

    private static Place place(ResultSet row) throws SQLException {
        OffsetDateTime lostAt = row.getObject("lost_at", OffsetDateTime.class);
        return new Place(
                new TableId(row.getObject("table_id", UUID.class)),
                row.getInt("shard"),
                row.getLong("sequence"),
                row.getBytes("scan_after"),
                row.getLong("lost"),
                lostAt == null ? null : lostAt.toInstant(),
                row.getLong("last_sequence"),
                row.getLong("change_bytes"));
    }
}
