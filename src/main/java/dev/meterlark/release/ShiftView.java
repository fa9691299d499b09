package dev.meterlark.release;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * A shift as the members of its account see it.
 *
 * @param state {@code running}, {@code succeeded}, {@code rolled-back}, {@code aborted} or {@code
 *     failed}
 * @param reason of the state, for people
 * @param step that it is in or ended in, the first is 1
 * @param weight share of the calls that the new version has now
 * @param nextStepAt null when it does not run
 * @param seen how the new version did in this step
 */
public record ShiftView(
        String id,
        String function,
        String alias,
        String from,
        String to,
        String state,
        String reason,
        int step,
        BigDecimal weight,
        List<Step> steps,
        Bounds bounds,
        Seen seen,
        @Nullable Instant nextStepAt,
        String startedBy,
        Instant startedAt,
        @Nullable Instant endedAt) {

    public record Step(BigDecimal weight, long seconds) {}

    /**
     * @param maxP95Ms null for any
     */
    public record Bounds(BigDecimal maxErrorShare, @Nullable Long maxP95Ms, int minCalls) {}

    public record Seen(long calls, long failed, BigDecimal errorShare, long p95Ms) {}
}
