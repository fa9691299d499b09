package dev.meterlark.function;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.SortedMap;

/**
 * Where an alias has pointed from some moment on.
 *
 * @param revision of the alias from then on
 * @param actor who moved it: {@code key:…}, {@code person:…}, {@code shift:…}
 */
public record AliasMoveView(
        long revision,
        String version,
        SortedMap<String, BigDecimal> weights,
        String reason,
        String actor,
        Instant movedAt) {}
