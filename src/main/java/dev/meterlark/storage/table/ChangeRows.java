package dev.meterlark.storage.table;

import dev.meterlark.edge.CallingInvocation;
import dev.meterlark.platform.Columns;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** The changes that are written down for whoever reads them. */
@Component
class ChangeRows {

    private final JdbcClient jdbc;

    ChangeRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A stretch of a shard's changes, from its first on. */
    record Stretch(long lastSequence, long bytes) {}

    /** By who holds the shard. */
    void insert(Table table, Change change, ItemKey key) {
        Document before = change.before();
        Document after = change.after();
        jdbc.sql(
                        """
                        insert into table_change (account_id, table_id, shard, sequence, key_bytes,
                            kind, old_document, new_document, bytes, changed_at, trace)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(table.account().value())
                .param(table.id().value())
                .param(change.shard())
                .param(change.sequence())
                .param(key.bytes())
                .param(change.kind().name())
                .param(before == null ? null : before.json())
                .param(after == null ? null : after.json())
                .param(change.bytes())
                .param(Columns.instant(change.at()))
                .param(CallingInvocation.current().map(CallingInvocation::traceparent).orElse(null))
                .update();
    }

    /** In order; as many as take so many bytes, but at least one. */
    List<Change> behind(TableId table, int shard, long sequence, int most, long mostBytes) {
        List<Stretch> sizes = sizes(table, shard, sequence, most);
        if (sizes.isEmpty()) {
            return List.of();
        }
        long last = sizes.getFirst().lastSequence();
        long bytes = sizes.getFirst().bytes();
        for (Stretch each : sizes.subList(1, sizes.size())) {
            bytes += each.bytes();
            if (bytes > mostBytes) {
                break;
            }
            last = each.lastSequence();
        }
        return jdbc.sql(
                        "select * from table_change where table_id = ? and shard = ?"
                                + " and sequence > ? and sequence <= ? order by sequence")
                .param(table.value())
                .param(shard)
                .param(sequence)
                .param(last)
                .query((row, _) -> change(row))
                .list();
    }

    /** When the first behind it came; null when there is none. */
    @Nullable Instant since(TableId table, int shard, long sequence) {
        return jdbc.sql(
                        "select changed_at from table_change where table_id = ? and shard = ?"
                                + " and sequence > ? order by sequence limit 1")
                .param(table.value())
                .param(shard)
                .param(sequence)
                .query((row, _) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .optional()
                .orElse(null);
    }

    /** The first ones, up to this one. */
    Stretch first(TableId table, int shard, long upTo, int most) {
        return stretch(
                "select sequence, bytes from table_change where table_id = ? and shard = ?"
                        + " and sequence <= ? order by sequence limit ?",
                table,
                shard,
                upTo,
                most);
    }

    /** The first ones that are older. */
    Stretch firstOlder(TableId table, int shard, Instant border, int most) {
        return stretch(
                "select sequence, bytes from table_change where table_id = ? and shard = ?"
                        + " and changed_at < ? order by sequence limit ?",
                table,
                shard,
                Columns.instant(border),
                most);
    }

    /** The first ones that take so many bytes together. */
    Stretch firstOf(TableId table, int shard, long bytes, int most) {
        long last = 0;
        long sum = 0;
        for (Stretch each : sizes(table, shard, 0, most)) {
            if (sum >= bytes) {
                break;
            }
            last = each.lastSequence();
            sum += each.bytes();
        }
        return new Stretch(last, sum);
    }

    private List<Stretch> sizes(TableId table, int shard, long behind, int most) {
        return jdbc.sql(
                        "select sequence, bytes from table_change where table_id = ?"
                                + " and shard = ? and sequence > ? order by sequence limit ?")
                .param(table.value())
                .param(shard)
                .param(behind)
                .param(most)
                .query((row, _) -> new Stretch(row.getLong(1), row.getLong(2)))
                .list();
    }

    private Stretch stretch(String sql, TableId table, int shard, Object bound, int most) {
        return jdbc.sql("select max(sequence), sum(bytes) from (" + sql + ") stretch")
                .param(table.value())
                .param(shard)
                .param(bound)
                .param(most)
                .query((row, _) -> new Stretch(row.getLong(1), row.getLong(2)))
                .single();
    }

    void delete(TableId table, int shard, long upTo) {
        jdbc.sql("delete from table_change where table_id = ? and shard = ? and sequence <= ?")
                .param(table.value())
                .param(shard)
                .param(upTo)
                .update();
    }

    /** Of a table that nobody finds any more. */
    int deleteSome(TableId table, int limit) {
        return jdbc.sql(
                        """
                        delete from table_change where table_id = ? and (shard, sequence) in (
                            select shard, sequence from table_change where table_id = ? limit ?)
                        """)
                .param(table.value())
                .param(table.value())
                .param(limit)
                .update();
    }

    private static Change change(ResultSet row) throws SQLException {
        return new Change(
                row.getInt("shard"),
                row.getLong("sequence"),
                new ItemKey(row.getBytes("key_bytes")).text(),
                Change.Kind.valueOf(row.getString("kind")),
                document(row.getBytes("old_document")),
                document(row.getBytes("new_document")),
                row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                row.getString("trace"));
    }

    private static @Nullable Document document(byte @Nullable [] json) {
        return json == null ? null : new Document(json);
    }
}
