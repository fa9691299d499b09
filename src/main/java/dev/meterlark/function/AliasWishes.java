package dev.meterlark.function;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Map;

/**
 * Where a caller wants an alias to point.
 *
 * @param version a published one, or {@code $LATEST}
 * @param weights share of the calls that go to other versions; null for none
 * @param description null for what it was
 * @param revision that the alias must have, or the move is refused; 0 for an alias that must not
 *     exist yet, null for whatever it has
 */
public record AliasWishes(
        @Nullable String version,
        @Nullable Map<String, @Nullable BigDecimal> weights,
        @Nullable String description,
        @Nullable Long revision) {}
