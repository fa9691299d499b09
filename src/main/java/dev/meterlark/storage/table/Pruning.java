package dev.meterlark.storage.table;

import dev.meterlark.storage.table.ChangeRows.Stretch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Deletes changes that every reader has taken, and the oldest where too many wait: a reader that
 * does not take them must not fill the disk. What it loses by that is counted in its row, in the
 * same transaction.
 */
@Component
class Pruning {

    /** Rows of one statement, so that writers wait for none for long. */
    private static final int CHUNK = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Pruning.class);

    private final JdbcClient jdbc;
    private final ShardRows shards;
    private final ChangeRows changes;
    private final ReaderRows readers;
    private final TransactionTemplate transaction;
    private final TableProperties properties;
    private final TableMetrics metrics;

    Pruning(
            JdbcClient jdbc,
            ShardRows shards,
            ChangeRows changes,
            ReaderRows readers,
            PlatformTransactionManager transactions,
            TableProperties properties,
            TableMetrics metrics) {
        this.jdbc = jdbc;
        this.shards = shards;
        this.changes = changes;
        this.readers = readers;
        this.transaction = new TransactionTemplate(transactions);
        this.properties = properties;
        this.metrics = metrics;
    }

    private record Kept(TableId table, int shard) {}

    void prune(Instant now) {
        UUID last = new UUID(0, 0);
        List<Kept> page;
        do {
            page = keptBehind(last);
            page.forEach(each -> prune(each, now));
            last = page.isEmpty() ? last : page.getLast().table().value();
        } while (page.size() >= CHUNK);
    }

    /** By tables; those of the last one may come twice, which does no harm. */
    private List<Kept> keptBehind(UUID table) {
        return jdbc.sql(
                        """
                        select table_id, shard from table_shard
                        where change_bytes > 0 and table_id >= ? order by table_id, shard limit ?
                        """)
                .param(table)
                .param(CHUNK)
                .query(
                        (row, _) ->
                                new Kept(
                                        new TableId(row.getObject("table_id", UUID.class)),
                                        row.getInt("shard")))
                .list();
    }

    private void prune(Kept kept, Instant now) {
        boolean more;
        do {
            more = Objects.requireNonNull(transaction.execute(_ -> pruneSome(kept, now)));
        } while (more);
    }

    /** Whether there may be more. */
    private boolean pruneSome(Kept kept, Instant now) {
        List<HeldShard> held = shards.hold(kept.table, List.of(kept.shard));
        if (held.isEmpty()) {
            return false;
        }
        long taken = readers.takenByAll(kept.table, kept.shard).orElse(Long.MAX_VALUE);
        Stretch first = changes.first(kept.table, kept.shard, taken, CHUNK);
        if (first.lastSequence() > 0) {
            delete(kept, first);
            return true;
        }
        Stretch over = over(kept, now);
        if (over.lastSequence() == 0) {
            return false;
        }
        lose(kept, over, now);
        return true;
    }

    /** What is too old; otherwise the oldest, while they are too many. */
    private Stretch over(Kept kept, Instant now) {
        Instant border = now.minus(properties.changesFor());
        Stretch old = changes.firstOlder(kept.table, kept.shard, border, CHUNK);
        if (old.lastSequence() > 0) {
            return old;
        }
        long most = properties.maxChangesSize().toBytes();
        long excess = shards.changeBytesOf(kept.table) - most;
        return excess <= 0 ? old : changes.firstOf(kept.table, kept.shard, excess, CHUNK);
    }

    private void lose(Kept kept, Stretch over, Instant now) {
        long before = shards.prunedSequence(kept.table, kept.shard);
        int behind = readers.lose(kept.table, kept.shard, over.lastSequence(), now);
        delete(kept, over);
        long lost = over.lastSequence() - before;
        metrics.lost(lost);
        LOG.warn(
                "{} changes of shard {} of table {} were deleted before {} readers took them: they"
                        + " were too old or too many (meterlark.storage.tables.changes-for,"
                        + " max-changes-size)",
                lost,
                kept.shard,
                kept.table,
                behind);
    }

    private void delete(Kept kept, Stretch stretch) {
        changes.delete(kept.table, kept.shard, stretch.lastSequence());
        shards.pruned(kept.table, kept.shard, stretch);
    }
}
