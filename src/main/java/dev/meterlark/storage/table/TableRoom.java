package dev.meterlark.storage.table;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.StorageGuard;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.util.Collection;

/**
 * Holds tables and accounts to their bounds, by what is committed and what the transaction adds:
 * others that write other shards at the same moment may bring it a little above.
 */
@Component
class TableRoom {

    private final ShardRows shards;
    private final TableProperties properties;
    private final ObjectProvider<StorageGuard> guards;

    TableRoom(ShardRows shards, TableProperties properties, ObjectProvider<StorageGuard> guards) {
        this.shards = shards;
        this.properties = properties;
        this.guards = guards;
    }

    /**
     * @param changed by the transaction, and not yet in the rows
     * @throws RefusedException when it adds something that there is no room for
     */
    void require(Table table, Collection<HeldShard> changed) {
        long items = changed.stream().mapToLong(HeldShard::moreItems).sum();
        long bytes = changed.stream().mapToLong(HeldShard::moreBytes).sum();
        if (items <= 0 && bytes <= 0) {
            return;
        }
        require(
                "the table",
                shards.roomOf(table.id()),
                new ShardRows.Room(items, bytes),
                new ShardRows.Room(
                        properties.maxTableItems(), properties.maxTableSize().toBytes()));
        require(
                "the account's tables together",
                shards.roomOf(table.account()),
                new ShardRows.Room(items, bytes),
                new ShardRows.Room(properties.maxItems(), properties.maxSize().toBytes()));
    }

    /**
     * What was added can be paid.
     *
     * @param changed by the transaction, and in the rows
     */
    void requirePaid(Table table, Collection<HeldShard> changed) {
        long bytes = changed.stream().mapToLong(HeldShard::moreBytes).sum();
        if (bytes > 0) {
            guards.forEach(each -> each.require(table.account(), bytes));
        }
    }

    private static void require(
            String who, ShardRows.Room there, ShardRows.Room more, ShardRows.Room most) {
        boolean tooMany = more.items() > 0 && there.items() + more.items() > most.items();
        boolean tooMuch = more.bytes() > 0 && there.bytes() + more.bytes() > most.bytes();
        if (tooMany || tooMuch) {
            throw new RefusedException(
                    ErrorCode.LIMIT_REACHED,
                    "%s may hold %d items and %d bytes, and would hold %d and %d; delete some"
                            .formatted(
                                    who,
                                    most.items(),
                                    most.bytes(),
                                    there.items() + more.items(),
                                    there.bytes() + more.bytes()));
        }
    }
}
