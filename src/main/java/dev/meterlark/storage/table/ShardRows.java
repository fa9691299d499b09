package dev.meterlark.storage.table;

import dev.meterlark.shared.AccountId;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** The rows of shards, which are held while their items change. */
@Component
class ShardRows {

    private final JdbcClient jdbc;

    ShardRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How much is kept. */
    record Room(long items, long bytes) {}

    /**
     * Holds them to the transaction's end, in the order of their numbers, so that no two
     * transactions wait for each other. Fewer than were asked for when the table is gone.
     */
    List<HeldShard> hold(TableId table, Collection<Integer> shards) {
        List<HeldShard> held = new ArrayList<>();
        for (int shard : new TreeSet<>(shards)) {
            jdbc.sql(
                            "select last_sequence, readers from table_shard"
                                    + " where table_id = ? and shard = ? for update")
                    .param(table.value())
                    .param(shard)
                    .query(
                            (row, _) ->
                                    new HeldShard(
                                            shard,
                                            row.getLong("last_sequence"),
                                            row.getInt("readers") > 0))
                    .optional()
                    .ifPresent(held::add);
        }
        return held;
    }

    void insert(Table table) {
        for (int shard = 0; shard < table.shards(); shard++) {
            jdbc.sql(
                            """
                            insert into table_shard (account_id, table_id, shard, last_sequence,
                                items, bytes, readers, change_bytes, pruned_sequence)
                            values (?, ?, ?, 0, 0, 0, 0, 0, 0)
                            """)
                    .param(table.account().value())
                    .param(table.id().value())
                    .param(shard)
                    .update();
        }
    }

    void update(TableId table, HeldShard shard) {
        jdbc.sql(
                        """
                        update table_shard set last_sequence = ?, items = items + ?,
                            bytes = bytes + ?, change_bytes = change_bytes + ?
                        where table_id = ? and shard = ?
                        """)
                .param(shard.sequence())
                .param(shard.moreItems())
                .param(shard.moreBytes())
                .param(shard.moreChangeBytes())
                .param(table.value())
                .param(shard.shard())
                .update();
    }

    Room roomOf(TableId table) {
        return room("table_id = ?", table.value());
    }

    Room roomOf(AccountId account) {
        return room("account_id = ?", account.value());
    }

    /** What the changes of a table take that are written down. */
    long changeBytesOf(TableId table) {
        return jdbc.sql("select coalesce(sum(change_bytes), 0) from table_shard where table_id = ?")
                .param(table.value())
                .query(Long.class)
                .single();
    }

    long prunedSequence(TableId table, int shard) {
        return jdbc.sql("select pruned_sequence from table_shard where table_id = ? and shard = ?")
                .param(table.value())
                .param(shard)
                .query(Long.class)
                .single();
    }

    void pruned(TableId table, int shard, ChangeRows.Stretch stretch) {
        jdbc.sql(
                        "update table_shard set pruned_sequence = ?, change_bytes = change_bytes -"
                                + " ? where table_id = ? and shard = ?")
                .param(stretch.lastSequence())
                .param(stretch.bytes())
                .param(table.value())
                .param(shard)
                .update();
    }

    /** From then on the table takes no item any more. */
    void deleteAll(TableId table) {
        jdbc.sql("delete from table_shard where table_id = ?").param(table.value()).update();
    }

    private Room room(String of, Object id) {
        return jdbc.sql(
                        "select coalesce(sum(items), 0) as items, coalesce(sum(bytes), 0) as bytes"
                                + " from table_shard where "
                                + of)
                .param(id)
                .query((row, _) -> new Room(row.getLong("items"), row.getLong("bytes")))
                .single();
    }
}
