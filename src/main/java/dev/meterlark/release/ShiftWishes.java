package dev.meterlark.release;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * How a caller wants an alias shifted; null is what is usual.
 *
 * @param to the version that is to get all calls in the end
 * @param steps each with a larger weight than the one before
 * @param maxErrorShare of the new version's calls that may fail, from 0 to 1
 * @param maxP95Ms milliseconds that 19 of 20 of its runs may take; null for any
 * @param minCalls of the new version in a step before it is judged
 */
public record ShiftWishes(
        @Nullable String to,
        @Nullable List<@Nullable Step> steps,
        @Nullable BigDecimal maxErrorShare,
        @Nullable Long maxP95Ms,
        @Nullable Integer minCalls) {

    /**
     * @param weight share of the calls that the new version gets
     * @param seconds that it gets no more
     */
    public record Step(@Nullable BigDecimal weight, @Nullable Long seconds) {}
}
