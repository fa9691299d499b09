package dev.meterlark.billing.budget;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * @param slice which part of its cap a node leases at most beyond what it needs at once, from 0 to
 *     1; so much may lie unused on each node when the cap is reached
 * @param lookEvery how often is looked whether caps were changed elsewhere, and is written what is
 *     in the ledger
 * @param idleAfter when nothing was called for so long, what is left of a slice is given back
 * @param deadAfter a node that was not heard of for so long is taken for dead: its slice counts as
 *     spent until it is back and has handed over what it recorded
 * @param retryAfter what callers are told when only what is set aside elsewhere stands in the way
 * @param tryAgainAfter how often is looked whether a stopped account can go on although its cap is
 *     the same
 * @param alertEvery how often is looked whom to tell what
 * @param maxAlerts percentages of one budget
 */
@ConfigurationProperties("meterlark.billing.budget")
record BudgetProperties(
        @DefaultValue("0.02") BigDecimal slice,
        @DefaultValue("1s") Duration lookEvery,
        @DefaultValue("10s") Duration idleAfter,
        @DefaultValue("60s") Duration deadAfter,
        @DefaultValue("2s") Duration retryAfter,
        @DefaultValue("30s") Duration tryAgainAfter,
        @DefaultValue("1m") Duration alertEvery,
        @DefaultValue("20") int maxAlerts) {

    BudgetProperties {
        if (slice.signum() < 0 || slice.compareTo(BigDecimal.ONE) > 0) {
            throw refused("slice", "be 0 to 1", slice);
        }
        requirePositive("look-every", lookEvery);
        requirePositive("idle-after", idleAfter);
        if (deadAfter.compareTo(lookEvery.multipliedBy(3)) < 0) {
            throw refused("dead-after", "be at least three times look-every", deadAfter);
        }
        requirePositive("retry-after", retryAfter);
        requirePositive("try-again-after", tryAgainAfter);
        requirePositive("alert-every", alertEvery);
        if (maxAlerts < 1 || maxAlerts > 100) {
            throw refused("max-alerts", "be 1 to 100", maxAlerts);
        }
    }

    private static void requirePositive(String key, Duration value) {
        if (!value.isPositive()) {
            throw refused(key, "be longer than 0", value);
        }
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.billing.budget.%s must %s, was: %s".formatted(key, rule, value));
    }
}
