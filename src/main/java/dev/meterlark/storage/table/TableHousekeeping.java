package dev.meterlark.storage.table;

import dev.meterlark.storage.table.ItemRows.Due;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Deletes items that have expired, changes that are taken, and what deleted tables have left. */
@Component
class TableHousekeeping implements SchedulingConfigurer {

    /** Rows of one statement, so that none locks for long. */
    private static final int CHUNK = 500;

    private static final Logger LOG = LoggerFactory.getLogger(TableHousekeeping.class);

    private final TableRows tables;
    private final ItemRows items;
    private final ChangeRows changes;
    private final ItemWriting writing;
    private final Pruning pruning;
    private final ChangeNews news;
    private final TransactionTemplate transaction;
    private final TableProperties properties;
    private final TableMetrics metrics;
    private final InstantSource clock;

    TableHousekeeping(
            TableRows tables,
            ItemRows items,
            ChangeRows changes,
            ItemWriting writing,
            Pruning pruning,
            ChangeNews news,
            PlatformTransactionManager transactions,
            TableProperties properties,
            TableMetrics metrics,
            InstantSource clock) {
        this.tables = tables;
        this.items = items;
        this.changes = changes;
        this.writing = writing;
        this.pruning = pruning;
        this.news = news;
        this.transaction = new TransactionTemplate(transactions);
        this.properties = properties;
        this.metrics = metrics;
        this.clock = clock;
    }

    private record Shard(TableId table, int number) {}

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(() -> sweep(clock.instant()), properties.sweepEvery());
    }

    /** What fails is tried again the next time, and keeps nothing else from its turn. */
    void sweep(Instant now) {
        List.<Runnable>of(
                        () -> expire(now),
                        () -> pruning.prune(now),
                        () -> tables.deleted(CHUNK).forEach(this::takeAway))
                .forEach(TableHousekeeping::survived);
    }

    private static void survived(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("tables could not be swept", e);
        }
    }

    private void expire(Instant now) {
        List<Due> due;
        int expired;
        do {
            due = items.due(now, CHUNK);
            Map<Shard, List<ItemKey>> byShard =
                    due.stream()
                            .collect(
                                    Collectors.groupingBy(
                                            each -> new Shard(each.table(), each.shard()),
                                            Collectors.mapping(Due::key, Collectors.toList())));
            expired = 0;
            for (Map.Entry<Shard, List<ItemKey>> each : byShard.entrySet()) {
                Shard shard = each.getKey();
                expired += writing.expire(shard.table, shard.number, each.getValue(), now);
                news.came(shard.table);
            }
            metrics.expired(expired);
        } while (due.size() == CHUNK && expired > 0);
    }

    /** One piece after the other, and the table's own row last. */
    private void takeAway(TableId table) {
        int deleted;
        do {
            deleted =
                    Objects.requireNonNull(
                            transaction.execute(
                                    _ ->
                                            items.deleteSome(table, CHUNK)
                                                    + changes.deleteSome(table, CHUNK)));
        } while (deleted > 0);
        tables.delete(table);
    }
}
