package dev.meterlark.storage.table;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Items in the order that was asked for. */
public record ItemPage(List<Item> items, @Nullable String nextCursor) {}
