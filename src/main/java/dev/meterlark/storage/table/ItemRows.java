package dev.meterlark.storage.table;

import dev.meterlark.platform.Columns;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The rows of items. Whoever changes one holds its shard's row. */
@Component
class ItemRows {

    private final JdbcClient jdbc;

    ItemRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Where an item stands in an order, and how much it is. */
    record Place(ItemKey key, byte @Nullable [] indexKey, int bytes) {}

    /** An item whose time is over. */
    record Due(TableId table, int shard, ItemKey key) {}

    /** All of one moment; also those that have expired. */
    Map<ItemKey, Stored> find(TableId table, Collection<ItemKey> keys) {
        Map<ItemKey, Stored> found = new HashMap<>();
        if (!keys.isEmpty()) {
            jdbc.sql("select * from table_item where table_id = :table and key_bytes in (:keys)")
                    .param("table", table.value())
                    .param("keys", keys.stream().map(ItemKey::bytes).toList())
                    .query((row, _) -> stored(row))
                    .list()
                    .forEach(each -> found.put(each.key(), each));
        }
        return found;
    }

    List<Place> places(TableId table, ItemOrder order, Instant now, int limit) {
        var statement =
                jdbc.sql(
                                "select key_bytes, index_key, bytes from table_item"
                                        + " where table_id = :table and "
                                        + order.condition()
                                        + " and (expires_at is null or expires_at > :now)"
                                        + " order by "
                                        + order.columns()
                                        + " limit :limit")
                        .param("table", table.value())
                        .param("now", Columns.instant(now))
                        .param("limit", limit);
        for (Map.Entry<String, byte[]> bound : order.bounds().entrySet()) {
            statement = statement.param(bound.getKey(), bound.getValue());
        }
        return statement.query((row, _) -> place(row)).list();
    }

    /** Those of a shard by their keys that have not changed since. */
    List<Place> scan(TableId table, int shard, byte[] after, long mostVersion, int limit) {
        return jdbc.sql(
                        """
                        select key_bytes, index_key, bytes from table_item
                        where table_id = ? and key_bytes > ? and shard = ? and version <= ?
                        order by key_bytes limit ?
                        """)
                .param(table.value())
                .param(after)
                .param(shard)
                .param(mostVersion)
                .param(limit)
                .query((row, _) -> place(row))
                .list();
    }

    List<Due> due(Instant now, int limit) {
        return jdbc.sql(
                        "select table_id, shard, key_bytes from table_item"
                                + " where expires_at <= ? order by expires_at limit ?")
                .param(Columns.instant(now))
                .param(limit)
                .query(
                        (row, _) ->
                                new Due(
                                        new TableId(row.getObject("table_id", UUID.class)),
                                        row.getInt("shard"),
                                        new ItemKey(row.getBytes("key_bytes"))))
                .list();
    }

    void insert(Table table, Stored item) {
        jdbc.sql(
                        """
                        insert into table_item (version, document, bytes, index_key, expires_at,
                            changed_at, account_id, shard, table_id, key_bytes)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(values(item))
                .param(table.account().value())
                .param(item.shard())
                .param(table.id().value())
                .param(item.key().bytes())
                .update();
    }

    void update(Table table, Stored item) {
        jdbc.sql(
                        """
                        update table_item set version = ?, document = ?, bytes = ?, index_key = ?,
                            expires_at = ?, changed_at = ?
                        where table_id = ? and key_bytes = ?
                        """)
                .params(values(item))
                .param(table.id().value())
                .param(item.key().bytes())
                .update();
    }

    void delete(TableId table, ItemKey key) {
        jdbc.sql("delete from table_item where table_id = ? and key_bytes = ?")
                .param(table.value())
                .param(key.bytes())
                .update();
    }

    /** Of a table that nobody finds any more. */
    int deleteSome(TableId table, int limit) {
        return jdbc.sql(
                        """
                        delete from table_item where table_id = ? and key_bytes in (
                            select key_bytes from table_item where table_id = ? limit ?)
                        """)
                .param(table.value())
                .param(table.value())
                .param(limit)
                .update();
    }

    private static Object[] values(Stored item) {
        Instant expiresAt = item.expiresAt();
        return new Object[] {
            item.version(),
            item.document().json(),
            item.bytes(),
            item.indexKey(),
            expiresAt == null ? null : Columns.instant(expiresAt),
            Columns.instant(item.changedAt())
        };
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(
                new ItemKey(row.getBytes("key_bytes")),
                row.getBytes("index_key"),
                row.getInt("bytes"));
    }

    private static Stored stored(ResultSet row) throws SQLException {
        OffsetDateTime expiresAt = row.getObject("expires_at", OffsetDateTime.class);
        return new Stored(
                new ItemKey(row.getBytes("key_bytes")),
                row.getInt("shard"),
                row.getLong("version"),
                new Document(row.getBytes("document")),
                row.getBytes("index_key"),
                expiresAt == null ? null : expiresAt.toInstant(),
                row.getObject("changed_at", OffsetDateTime.class).toInstant());
    }
}
