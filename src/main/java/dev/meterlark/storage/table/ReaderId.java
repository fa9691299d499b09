package dev.meterlark.storage.table;

import java.util.UUID;

/** Whoever takes a table's changes; chosen by it. */
public record ReaderId(UUID value) {}
