package dev.meterlark.storage.table;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.springframework.stereotype.Service;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The items of accounts' tables. */
@Service
public class Items {

    private final TableRows tables;
    private final ItemRows items;
    private final StepCheck check;
    private final ItemWriting writing;
    private final ItemListing listing;
    private final ChangeNews news;
    private final TableMetrics metrics;
    private final TableMeters meters;
    private final InstantSource clock;

    Items(
            TableRows tables,
            ItemRows items,
            StepCheck check,
            ItemWriting writing,
            ItemListing listing,
            ChangeNews news,
            TableMetrics metrics,
            TableMeters meters,
            InstantSource clock) {
        this.tables = tables;
        this.items = items;
        this.check = check;
        this.writing = writing;
        this.listing = listing;
        this.news = news;
        this.metrics = metrics;
        this.meters = meters;
        this.clock = clock;
    }

    /** Empty when there is no such item, or it has expired. */
    public Optional<Item> find(AccountId account, String name, String key) {
        Table table = tables.find(account, name).orElseThrow(Tables::unknown);
        ItemKey parsed = ItemKey.parse(key);
        meters.read(table);
        return find(table, parsed, clock.instant()).map(Stored::item);
    }

    /**
     * Committed when it returns.
     *
     * @throws RefusedException when there is no such table, it does not take the item, its
     *     condition does not hold, or there is no room
     */
    public ItemResult put(AccountId account, String table, Operation.Put put) {
        return batch(account, table, List.of(put)).getFirst();
    }

    /** Committed when it returns; nothing is changed when there is no such item. */
    public ItemResult delete(AccountId account, String table, Operation.Delete delete) {
        return batch(account, table, List.of(delete)).getFirst();
    }

    /**
     * All of them or none, of one moment, and committed when it returns.
     *
     * @param operations of different keys
     * @return what came of each, in the same order
     */
    public List<ItemResult> batch(AccountId account, String name, List<Operation> operations) {
        Table table = tables.find(account, name).orElseThrow(Tables::unknown);
        Instant now = clock.instant();
        List<Step> steps = check.check(table, operations, now);
        TableMeters.Asked asked = meters.ask(table, steps);
        try {
            List<ItemResult> results = done(table, steps, now);
            asked.done();
            return results;
        } finally {
            asked.end();
        }
    }

    private List<ItemResult> done(Table table, List<Step> steps, Instant now) {
        if (steps.stream().allMatch(Step.Get.class::isInstance)) {
            return read(table, steps, now);
        }
        List<ItemResult> results = writing.write(table.account(), table.name(), steps, now);
        metrics.changed(results);
        news.came(table.id());
        return results;
    }

    /** By their keys. */
    public ItemPage list(AccountId account, String name, ItemQuery query) {
        Table table = tables.find(account, name).orElseThrow(Tables::unknown);
        ItemOrder order = ItemOrder.ofKeys(query);
        meters.read(table);
        return listing.page(table, order, query.limit(), clock.instant());
    }

    /** The same for the account's export, which costs nothing and is there at the cap. */
    ItemPage exported(AccountId account, String name, ItemQuery query) {
        Table table = tables.find(account, name).orElseThrow(Tables::unknown);
        return listing.page(table, ItemOrder.ofKeys(query), query.limit(), clock.instant());
    }

    /** By the table's index, and those of the same value by their keys. */
    public ItemPage listByIndex(AccountId account, String name, ItemQuery query) {
        Table table = tables.find(account, name).orElseThrow(Tables::unknown);
        Index index = table.index();
        if (index == null) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "the table was made without an index; make one with index: {\"path\": …,"
                            + " \"type\": …}");
        }
        ItemOrder order = ItemOrder.ofIndex(index, query);
        meters.read(table);
        return listing.page(table, order, query.limit(), clock.instant());
    }

    private Optional<Stored> find(Table table, ItemKey key, Instant now) {
        return Optional.ofNullable(items.find(table.id(), List.of(key)).get(key))
                .filter(each -> !each.isExpired(now));
    }

    private List<ItemResult> read(Table table, List<Step> steps, Instant now) {
        Map<ItemKey, Stored> found = items.find(table.id(), steps.stream().map(Step::key).toList());
        return steps.stream().map(step -> read(step, found, now)).toList();
    }

    private static ItemResult read(Step step, Map<ItemKey, Stored> found, Instant now) {
        Stored there = found.get(step.key());
        Item item = there == null || there.isExpired(now) ? null : there.item();
        return new ItemResult(step.key().text(), item, item, null);
    }

    /** The same for those that are another account's. */
    public static RefusedException unknown() {
        return new RefusedException(ErrorCode.NOT_FOUND, "there is no such item in this table");
    }
}
