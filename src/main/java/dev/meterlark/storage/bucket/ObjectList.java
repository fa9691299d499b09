package dev.meterlark.storage.bucket;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Objects in the order of their keys' bytes.
 *
 * @param prefixes what keys have in common up to the delimiter, instead of those keys
 */
public record ObjectList(
        List<ObjectFacts> items, List<String> prefixes, @Nullable String nextCursor) {}
