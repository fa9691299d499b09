package dev.meterlark.storage.table;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.table.ReaderRows.Place;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The changes of tables for those that take them in order. From the moment that a reader has joined
 * no change passes it by, but for those that it leaves lying until they have to be deleted, and
 * then it is told how many. What it has not said to have passed comes again.
 */
@Service
public class TableChanges {

    private final TableRows tables;
    private final ShardRows shards;
    private final ItemRows items;
    private final ChangeRows changes;
    private final ReaderRows readers;
    private final ChangeNews news;
    private final TableProperties properties;

    TableChanges(
            TableRows tables,
            ShardRows shards,
            ItemRows items,
            ChangeRows changes,
            ReaderRows readers,
            ChangeNews news,
            TableProperties properties) {
        this.tables = tables;
        this.shards = shards;
        this.items = items;
        this.changes = changes;
        this.readers = readers;
        this.news = news;
        this.properties = properties;
    }

    /**
     * @param withWhatIsThere whether it begins with the items that are there now, each as {@link
     *     Change.Kind#FOUND}, before the changes from now on
     * @throws RefusedException when the account has no such table
     */
    @Transactional
    public void join(AccountId account, String name, ReaderId reader, boolean withWhatIsThere) {
        Table table = tables.find(account, name).orElseThrow(Tables::unknown);
        for (HeldShard shard : hold(table)) {
            readers.insert(table, shard, reader, withWhatIsThere ? new byte[0] : null);
        }
    }

    /** Changes are not kept for it any more. */
    @Transactional
    public void leave(ReaderId reader) {
        List<Place> places = readers.places(reader);
        if (!places.isEmpty()) {
            TableId table = places.getFirst().table();
            shards.hold(table, places.stream().map(Place::shard).toList())
                    .forEach(shard -> readers.delete(table, shard, reader));
        }
    }

    /** The shards that have something for it; empty too when the table is gone. */
    public List<Integer> waiting(ReaderId reader) {
        return readers.places(reader).stream()
                .filter(each -> each.scanAfter() != null || each.sequence() < each.lastSequence())
                .map(Place::shard)
                .toList();
    }

    /** The table that it joined; empty when that is gone. */
    public Optional<TableId> tableOf(ReaderId reader) {
        return readers.places(reader).stream().map(Place::table).findFirst();
    }

    /**
     * What comes next of a shard, in order.
     *
     * @param most at most so many
     * @param mostBytes at most so large together, but one in any case
     */
    public List<Change> next(ReaderId reader, int shard, int most, long mostBytes) {
        Place place = readers.place(reader, shard).orElse(null);
        if (place == null) {
            return List.of();
        }
        byte[] scanAfter = place.scanAfter();
        if (scanAfter != null) {
            List<Change> found = found(place, scanAfter, most, mostBytes);
            if (!found.isEmpty()) {
                return found;
            }
            readers.endScan(reader, shard, scanAfter);
        }
        return changes.behind(place.table(), shard, place.sequence(), most, mostBytes);
    }

    /** All up to this one are taken, and do not come again. */
    public void passed(ReaderId reader, Change last) {
        if (last.kind() == Change.Kind.FOUND) {
            readers.scanTo(reader, last.shard(), ItemKey.parse(last.key()));
        } else {
            readers.moveTo(reader, last.shard(), last.sequence());
        }
    }

    /**
     * Returns when something changed on this node since it was called the last time for this
     * listener, and in any case after so long.
     */
    public interface Listener extends AutoCloseable {

        void await(Duration most) throws InterruptedException;

        @Override
        void close();
    }

    /** For who waits for a reader's next changes. */
    public Listener listen(ReaderId reader) {
        List<Place> places = readers.places(reader);
        var nowhere = new TableId(reader.value());
        ChangeNews.Ear ear = news.listen(places.isEmpty() ? nowhere : places.getFirst().table());
        return new Listener() {
            @Override
            public void await(Duration most) throws InterruptedException {
                ear.await(most);
            }

            @Override
            public void close() {
                ear.close();
            }
        };
    }

    public Standing standing(ReaderId reader) {
        List<Place> places = readers.places(reader);
        Instant since =
                places.stream()
                        .map(each -> changes.since(each.table(), each.shard(), each.sequence()))
                        .flatMap(Stream::ofNullable)
                        .min(Comparator.naturalOrder())
                        .orElse(null);
        return new Standing(
                places.stream().mapToLong(each -> each.lastSequence() - each.sequence()).sum(),
                since,
                places.stream().anyMatch(each -> each.scanAfter() != null),
                places.stream().mapToLong(Place::lost).sum(),
                lostAt(places),
                places.stream().mapToLong(Place::changeBytes).sum(),
                properties.maxChangesSize().toBytes(),
                since == null ? null : since.plus(properties.changesFor()));
    }

    private static @Nullable Instant lostAt(List<Place> places) {
        return places.stream()
                .map(Place::lostAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private List<HeldShard> hold(Table table) {
        List<HeldShard> held = shards.holdAll(table);
        if (held.size() < table.shards()) {
            throw Tables.unknown(); // it was deleted a moment ago
        }
        return held;
    }

    /**
     * Items that have not changed since the reader joined; what happened to the others comes as
     * changes, with what they were before.
     */
    private List<Change> found(Place place, byte[] after, int most, long mostBytes) {
        List<ItemRows.Place> sizes =
                items.scan(place.table(), place.shard(), after, place.sequence(), most);
        int fitting = 0;
        for (long bytes = 0; fitting < sizes.size(); fitting++) {
            bytes += sizes.get(fitting).bytes();
            if (fitting > 0 && bytes > mostBytes) {
                break;
            }
        }
        List<ItemKey> keys = sizes.subList(0, fitting).stream().map(ItemRows.Place::key).toList();
        Map<ItemKey, Stored> there = items.find(place.table(), keys);
        List<Change> found =
                keys.stream()
                        .map(there::get)
                        .filter(each -> each != null && each.version() <= place.sequence())
                        .map(TableChanges::found)
                        .toList();
        boolean allChangedMeanwhile = found.isEmpty() && !keys.isEmpty();
        return allChangedMeanwhile ? found(place, keys.getLast().bytes(), most, mostBytes) : found;
    }

    private static Change found(Stored item) {
        return new Change(
                item.shard(),
                item.version(),
                item.key().text(),
                Change.Kind.FOUND,
                null,
                item.document(),
                item.changedAt());
    }
}
