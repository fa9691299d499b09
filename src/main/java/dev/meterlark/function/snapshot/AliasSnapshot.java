package dev.meterlark.function.snapshot;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An alias as the data plane works from it.
 *
 * @param functionName unique within the account
 * @param version what calls get that no weight gives to another one
 * @param weights share of the calls by version, each from 0 to 1 and together at most 1; never of
 *     {@code version}
 * @param revision grows with every move of the alias
 */
public record AliasSnapshot(
        AccountId account,
        FunctionId function,
        String functionName,
        String alias,
        String version,
        SortedMap<String, BigDecimal> weights,
        long revision) {

    public AliasSnapshot {
        weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
        BigDecimal sum = weights.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        if (weights.containsKey(version)
                || weights.values().stream().anyMatch(weight -> weight.signum() < 0)
                || sum.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException(
                    "the alias %s of %s cannot point at %s and %s"
                            .formatted(alias, functionName, version, weights));
        }
    }

    /**
     * The version that one call gets.
     *
     * @param point from 0 to less than 1, each as likely as any other
     */
    public String choose(double point) {
        double upTo = 0;
        for (Map.Entry<String, BigDecimal> each : weights.entrySet()) {
            upTo += each.getValue().doubleValue();
            if (point < upTo) {
                return each.getKey();
            }
        }
        return version;
    }
}
