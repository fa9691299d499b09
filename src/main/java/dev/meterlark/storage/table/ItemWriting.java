package dev.meterlark.storage.table;

import dev.meterlark.platform.DurableSteps;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Changes items, all of one request or none, each with its event in the same transaction. */
@Component
class ItemWriting {

    private static final int TRIES = 5;

    private final TableRows tables;
    private final ShardRows shards;
    private final ItemRows items;
    private final ChangeRows changes;
    private final TableRoom room;
    private final TransactionTemplate transaction;

    ItemWriting(
            TableRows tables,
            ShardRows shards,
            ItemRows items,
            ChangeRows changes,
            TableRoom room,
            PlatformTransactionManager transactions) {
        this.tables = tables;
        this.shards = shards;
        this.items = items;
        this.changes = changes;
        this.room = room;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Committed when it returns.
     *
     * @param steps of different keys
     * @return what came of each, in the same order
     */
    List<ItemResult> write(AccountId account, String name, List<Step> steps, Instant now) {
        return tried(
                () -> {
                    Table table = tables.find(account, name).orElseThrow(Tables::unknown);
                    return write(table, steps, now);
                });
    }

    /**
     * Deletes those that have expired still.
     *
     * @return how many
     */
    int expire(TableId id, int shard, List<ItemKey> keys, Instant now) {
        return tried(
                () -> {
                    Table table = tables.find(id).orElse(null);
                    List<HeldShard> held = shards.hold(id, List.of(shard));
                    if (table == null || held.isEmpty()) {
                        return 0;
                    }
                    List<Stored> over =
                            items.find(id, keys).values().stream()
                                    .filter(each -> each.isExpired(now))
                                    .toList();
                    over.forEach(each -> end(table, held.getFirst(), each, now));
                    shards.update(table, held.getFirst(), now);
                    DurableSteps.commit("table.changed");
                    return over.size();
                });
    }

    /** With the database's word that two were in each other's way, it is tried again. */
    private <T> T tried(java.util.function.Supplier<T> work) {
        for (int tries = 1; ; tries++) {
            try {
                return Objects.requireNonNull(transaction.execute(_ -> work.get()));
            } catch (ConcurrencyFailureException | DuplicateKeyException e) {
                if (tries == TRIES) {
                    throw new RefusedException(
                            ErrorCode.PLATFORM_BUSY,
                            "others write the same at this moment; try again",
                            "%d tries to write items".formatted(tries),
                            e);
                }
            }
        }
    }

    private List<ItemResult> write(Table table, List<Step> steps, Instant now) {
        Map<Integer, HeldShard> held =
                shards
                        .hold(
                                table.id(),
                                steps.stream().map(step -> table.shardOf(step.key())).toList())
                        .stream()
                        .collect(Collectors.toMap(HeldShard::shard, Function.identity()));
        Map<ItemKey, Stored> there = items.find(table.id(), steps.stream().map(Step::key).toList());
        List<ItemResult> results = new ArrayList<>();
        for (Step step : steps) {
            HeldShard shard = held.get(table.shardOf(step.key()));
            if (shard == null) {
                throw Tables.unknown(); // it was deleted a moment ago
            }
            results.add(done(table, shard, step, there.get(step.key()), now));
        }
        room.require(table, held.values());
        held.values().forEach(shard -> shards.update(table, shard, now));
        room.requirePaid(table, held.values());
        DurableSteps.commit("table.changed");
        return results;
    }

    private ItemResult done(
            Table table, HeldShard shard, Step step, @Nullable Stored found, Instant now) {
        boolean gone = found == null || found.isExpired(now);
        Stored before = gone ? null : found;
        require(step, before);
        return switch (step) {
            case Step.Get get -> result(get, before, before, null);
            case Step.Delete delete when before == null -> result(delete, null, null, null);
            case Step.Delete delete -> {
                long version = deleted(table, shard, Objects.requireNonNull(before), now);
                yield result(delete, before, null, version);
            }
            case Step.Put put -> {
                if (found != null && before == null) {
                    end(table, shard, found, now);
                }
                Stored after = put(table, shard, put, before, now);
                yield result(put, before, after, after.version());
            }
        };
    }

    private static void require(Step step, @Nullable Stored before) {
        if (!step.condition().holds(before == null ? null : before.version())) {
            throw new RefusedException(
                    ErrorCode.PRECONDITION,
                    before == null
                            ? "there is no item %s".formatted(Shown.text(step.key().text()))
                            : "the item %s has the version %d"
                                    .formatted(Shown.text(step.key().text()), before.version()));
        }
    }

    private Stored put(
            Table table, HeldShard shard, Step.Put put, @Nullable Stored before, Instant now) {
        var after =
                new Stored(
                        put.key(),
                        shard.shard(),
                        shard.next(),
                        put.document(),
                        put.indexKey(),
                        put.expiresAt(),
                        now);
        if (before == null) {
            items.insert(table, after);
            shard.count(1, after.bytes());
        } else {
            items.update(table, after);
            shard.count(0, (long) after.bytes() - before.bytes());
        }
        Change.Kind kind = before == null ? Change.Kind.CREATED : Change.Kind.CHANGED;
        note(table, shard, put.key(), kind, before, after, now);
        return after;
    }

    private long deleted(Table table, HeldShard shard, Stored item, Instant now) {
        return gone(table, shard, item, Change.Kind.DELETED, now);
    }

    /** Its time was over. */
    private void end(Table table, HeldShard shard, Stored item, Instant now) {
        gone(table, shard, item, Change.Kind.EXPIRED, now);
    }

    private long gone(Table table, HeldShard shard, Stored item, Change.Kind kind, Instant now) {
        items.delete(table.id(), item.key());
        shard.count(-1, -item.bytes());
        long version = shard.next();
        note(table, shard, item.key(), kind, item, null, now);
        return version;
    }

    private void note(
            Table table,
            HeldShard shard,
            ItemKey key,
            Change.Kind kind,
            @Nullable Stored before,
            @Nullable Stored after,
            Instant now) {
        if (!shard.read()) {
            return;
        }
        var change =
                new Change(
                        shard.shard(),
                        shard.sequence(),
                        key.text(),
                        kind,
                        before == null ? null : before.document(),
                        after == null ? null : after.document(),
                        now);
        changes.insert(table, change, key);
        shard.countChange(change.bytes());
    }

    private static ItemResult result(
            Step step, @Nullable Stored before, @Nullable Stored after, @Nullable Long version) {
        return new ItemResult(
                step.key().text(),
                before == null ? null : before.item(),
                after == null ? null : after.item(),
                version);
    }
}
