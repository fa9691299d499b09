package dev.meterlark.storage.table;

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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;

/** The rows of shards, which are held while their items change. */
@Component
class ShardRows {

    private final JdbcClient jdbc;
    private final MeterLedger ledger;

    ShardRows(JdbcClient jdbc, MeterLedger ledger) {
        this.jdbc = jdbc;
        this.ledger = ledger;
    }

    /** What lies in a shard of a table, and how long it has. */
    record Lying(String table, long bytes, ByteTime time) {}

    /** How much is kept. */
    record Room(long items, long bytes) {}

    /**
     * Holds them to the transaction's end, in the order of their numbers, so that no two
     * transactions wait for each other. Fewer than were asked for when the table is gone.
     */
    List<HeldShard> hold(TableId table, Collection<Integer> shards) {
        List<HeldShard> held = new ArrayList<>();
        for (int shard : new TreeSet<>(shards)) {
            jdbc.sql("select * from table_shard where table_id = ? and shard = ? for update")
                    .param(table.value())
                    .param(shard)
                    .query((row, _) -> held(row))
                    .optional()
                    .ifPresent(held::add);
        }
        return held;
    }

    List<HeldShard> holdAll(Table table) {
        return hold(table.id(), IntStream.range(0, table.shards()).boxed().toList());
    }

    void insert(Table table) {
        for (int shard = 0; shard < table.shards(); shard++) {
            jdbc.sql(
                            """
                            insert into table_shard (account_id, table_id, shard, last_sequence,
                                items, bytes, readers, change_bytes, pruned_sequence, told_until)
                            values (?, ?, ?, 0, 0, 0, 0, 0, 0, ?)
                            """)
                    .param(table.account().value())
                    .param(table.id().value())
                    .param(shard)
                    .param(Columns.instant(table.createdAt()))
                    .update();
        }
    }

    /** With what the transaction has changed, and for how long has lain what was there before. */
    void update(Table table, HeldShard shard, Instant now) {
        ByteTime.Told told = shard.time().tell(shard.stored(), now);
        told.over().forEach(hour -> lay(table, shard, hour));
        Instant until = told.now().until();
        jdbc.sql(
                        """
                        update table_shard set last_sequence = ?, items = items + ?,
                            bytes = bytes + ?, change_bytes = change_bytes + ?, told_until = ?,
                            byte_micros = ?
                        where table_id = ? and shard = ?
                        """)
                .param(shard.sequence())
                .param(shard.moreItems())
                .param(shard.moreBytes())
                .param(shard.moreChangeBytes())
                .param(until == null ? null : Columns.instant(until))
                .param(new BigDecimal(told.now().open()))
                .param(table.id().value())
                .param(shard.shard())
                .update();
    }

    /**
     * From then on the table takes no item any more.
     *
     * @param held all of them
     */
    void deleteAll(Table table, List<HeldShard> held, Instant now) {
        for (HeldShard shard : held) {
            shard.time().end(shard.stored(), now).forEach(hour -> lay(table, shard, hour));
        }
        jdbc.sql("delete from table_shard where table_id = ?").param(table.id().value()).update();
    }

    private void lay(Table table, HeldShard shard, ByteTime.Hour hour) {
        UUID held = new UUID(table.id().value().getMostSignificantBits(), shard.shard());
        ledger.add(table.account(), Meter.TABLE_STORAGE, table.name(), held, hour);
    }

    List<Lying> lying(AccountId account) {
        return jdbc.sql(
                        """
                        select t.name, s.bytes, s.told_until, s.byte_micros from table_shard s
                        join data_table t on t.id = s.table_id where s.account_id = ?
                        """)
                .param(account.value())
                .query(
                        (row, _) ->
                                new Lying(row.getString("name"), row.getLong("bytes"), time(row)))
                .list();
    }

    /** Of all accounts; those in which something lies. */
    List<TableId> toldUntilBefore(Instant border, int limit) {
        return jdbc.sql(
                        """
                        select distinct table_id from table_shard
                        where (told_until is null or told_until < ?)
                            and (bytes > 0 or byte_micros > 0)
                        limit ?
                        """)
                .param(Columns.instant(border))
                .param(limit)
                .query((row, _) -> new TableId(row.getObject("table_id", UUID.class)))
                .list();
    }

    private static HeldShard held(ResultSet row) throws SQLException {
        return new HeldShard(
                row.getInt("shard"),
                row.getLong("last_sequence"),
                row.getInt("readers") > 0,
                row.getLong("bytes"),
                time(row));
    }

    private static ByteTime time(ResultSet row) throws SQLException {
        OffsetDateTime until = row.getObject("told_until", OffsetDateTime.class);
        return new ByteTime(
                until == null ? null : until.toInstant(),
                row.getBigDecimal("byte_micros").toBigIntegerExact());
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
