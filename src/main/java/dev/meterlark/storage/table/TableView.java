package dev.meterlark.storage.table;

import dev.meterlark.storage.table.TableSettings.IndexTerms;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * @param index null for none
 * @param ttl null for none
 * @param items null where they are not counted
 * @param bytes keys and documents; null where they are not counted
 */
public record TableView(
        String name,
        @Nullable IndexTerms index,
        @Nullable String ttl,
        @Nullable Long items,
        @Nullable Long bytes,
        Instant createdAt) {

    static TableView of(Table table, ShardRows.@Nullable Room room) {
        Index index = table.index();
        MemberPath ttl = table.ttl();
        return new TableView(
                table.name(),
                index == null ? null : new IndexTerms(index.path().text(), index.type().wireName()),
                ttl == null ? null : ttl.text(),
                room == null ? null : room.items(),
                room == null ? null : room.bytes(),
                table.createdAt());
    }
}
