package dev.meterlark.storage.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.ManualClock;
import dev.meterlark.metering.NodeMeters;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.storage.StorageGuard;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tables of one node, on a database that it may share with others. */
final class TableNode {

    final TableRows tables;
    final ShardRows shards;
    final ReaderRows readers;
    final NodeMeters metering;
    final TableMeters meters;
    final Items items;
    final TableChanges changes;
    final TableHousekeeping housekeeping;
    final ManualClock clock;
    private final ScratchDatabase database;
    private final TableProperties properties;

    TableNode(ScratchDatabase database, ManualClock clock, Map<String, String> settings) {
        this.database = database;
        this.clock = clock;
        properties = properties(settings);
        tables = new TableRows(database.client());
        metering = new NodeMeters(database, clock);
        shards = new ShardRows(database.client(), metering.ledger());
        readers = new ReaderRows(database.client());
        ItemRows rows = new ItemRows(database.client());
        ChangeRows written = new ChangeRows(database.client());
        TableMetrics metrics = new TableMetrics(new SimpleMeterRegistry());
        ChangeNews news = new ChangeNews();
        var transactions = database.transactions();
        ItemWriting writing =
                new ItemWriting(
                        tables,
                        shards,
                        rows,
                        written,
                        new TableRoom(
                                shards,
                                properties,
                                new StaticListableBeanFactory()
                                        .getBeanProvider(StorageGuard.class)),
                        transactions);
        meters = new TableMeters(tables, shards, metering.tally(), transactions, properties, clock);
        items =
                new Items(
                        tables,
                        rows,
                        new StepCheck(properties),
                        writing,
                        new ItemListing(rows, properties),
                        news,
                        metrics,
                        meters,
                        clock);
        changes = new TableChanges(tables, shards, rows, written, readers, news, properties);
        housekeeping =
                new TableHousekeeping(
                        tables,
                        rows,
                        written,
                        writing,
                        new Pruning(
                                database.client(),
                                shards,
                                written,
                                readers,
                                transactions,
                                properties,
                                metrics),
                        news,
                        transactions,
                        properties,
                        metrics,
                        clock);
    }

    static TableProperties properties(Map<String, String> settings) {
        Map<String, String> whole = new HashMap<>();
        settings.forEach((key, value) -> whole.put("meterlark.storage.tables." + key, value));
        return new Binder(new MapConfigurationPropertySource(whole))
                .bindOrCreate("meterlark.storage.tables", TableProperties.class);
    }

    AccountId newAccount() {
        return database.newAccount();
    }

    /**
     * @param index as in {@code total:number}
     */
    Table newTable(String name, @Nullable String index, @Nullable String ttl) {
        String[] terms = index == null ? new String[0] : index.split(":");
        var table =
                new Table(
                        TableId.random(),
                        newAccount(),
                        name,
                        properties.shards(),
                        index == null
                                ? null
                                : new Index(new MemberPath(terms[0]), Index.Type.parse(terms[1])),
                        ttl == null ? null : new MemberPath(ttl),
                        clock.instant());
        tables.insert(table);
        shards.insert(table);
        return table;
    }

    Item put(Table table, String key, String document) {
        return put(table, key, document, new Condition.Always(), null);
    }

    Item put(
            Table table,
            String key,
            String document,
            Condition condition,
            @Nullable Long expiresIn) {
        var put = new Operation.Put(key, json(document), condition, expiresIn);
        Item after = items.put(table.account(), table.name(), put).after();
        if (after == null) {
            throw new AssertionError("an item that was put is not there");
        }
        return after;
    }

    ItemResult delete(Table table, String key) {
        return items.delete(
                table.account(), table.name(), new Operation.Delete(key, new Condition.Always()));
    }

    @Nullable String text(Table table, String key) {
        return items.find(table.account(), table.name(), key)
                .map(item -> item.document().text())
                .orElse(null);
    }

    ReaderId reader(Table table, boolean withWhatIsThere) {
        ReaderId reader = new ReaderId(TableId.random().value());
        new TransactionTemplate(database.transactions())
                .executeWithoutResult(
                        _ -> changes.join(table.account(), table.name(), reader, withWhatIsThere));
        return reader;
    }

    /** Everything that waits, in order of the shards, taken. */
    List<Change> take(ReaderId reader) {
        List<Change> taken = new ArrayList<>();
        for (int shard : changes.waiting(reader)) {
            List<Change> next = changes.next(reader, shard, 3, 1_000_000);
            while (!next.isEmpty()) {
                taken.addAll(next);
                changes.passed(reader, next.getLast());
                next = changes.next(reader, shard, 3, 1_000_000);
            }
        }
        return taken;
    }

    static Document json(String text) {
        return Document.parse(text.getBytes(UTF_8));
    }
}
