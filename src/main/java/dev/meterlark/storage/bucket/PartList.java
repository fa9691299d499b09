package dev.meterlark.storage.bucket;

import java.util.List;

/**
 * Parts in the order of their numbers.
 *
 * @param more whether there are others behind the last
 */
public record PartList(List<PartFacts> items, boolean more) {}
