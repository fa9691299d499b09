package dev.meterlark.invocation.catalog;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * @param maxElements the longest list that a stage's answer is spread over the next one
 * @param maxAtOnce elements of one list in hand at once, whatever its pipeline says
 * @param maxCatalogs accounts whose composed functions are kept; those not used for longest go
 * @param firstPause before a stage that found no room is called again; doubled with each further
 * @param longestPause what the pause grows to
 * @param resyncEvery pause between two readings of all pipelines, in case a push was missed
 */
@ConfigurationProperties("meterlark.invocation.catalog")
record CatalogProperties(
        @DefaultValue("1000") int maxElements,
        @DefaultValue("40") int maxAtOnce,
        @DefaultValue("1000") int maxCatalogs,
        @DefaultValue("50ms") Duration firstPause,
        @DefaultValue("1s") Duration longestPause,
        @DefaultValue("1m") Duration resyncEvery) {

    private static final int MOST_ELEMENTS = 100_000;
    private static final int MOST_AT_ONCE = 1_000;
    private static final int MOST_CATALOGS = 1_000_000;

    CatalogProperties {
        between("max-elements", maxElements, MOST_ELEMENTS);
        between("max-at-once", maxAtOnce, MOST_AT_ONCE);
        between("max-catalogs", maxCatalogs, MOST_CATALOGS);
        if (!firstPause.isPositive()) {
            throw refused("first-pause", "be longer than 0", firstPause);
        }
        if (longestPause.compareTo(firstPause) < 0) {
            throw refused(
                    "longest-pause",
                    "be at least first-pause (%s)".formatted(firstPause),
                    longestPause);
        }
        if (!resyncEvery.isPositive()) {
            throw refused("resync-every", "be longer than 0", resyncEvery);
        }
    }

    private static void between(String key, int value, int most) {
        if (value < 1 || value > most) {
            throw refused(key, "be 1 to " + most, value);
        }
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.invocation.catalog.%s must %s, was: %s".formatted(key, rule, value));
    }
}
