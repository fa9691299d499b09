package dev.meterlark.function;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.SortedMap;

/**
 * An alias as the members of its account see it.
 *
 * @param name of the alias
 * @param version what calls get that no weight gives to another
 * @param weights share of the calls by version, above 0 and together at most 1
 * @param url its own address, as most clients can reach it
 * @param revision grows with every move
 */
public record AliasView(
        String name,
        String function,
        String version,
        SortedMap<String, BigDecimal> weights,
        String description,
        String url,
        long revision,
        Instant createdAt,
        Instant movedAt) {}
