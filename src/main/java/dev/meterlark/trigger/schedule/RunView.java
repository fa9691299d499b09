package dev.meterlark.trigger.schedule;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What became of a tick.
 *
 * @param scheduledFor its instant; of a local time that clocks leapt over, the one it would have
 *     had
 * @param through the last instant, where this stands for many that were missed
 * @param ticks that this stands for
 * @param outcome {@code planned}, {@code fired} or {@code missed}
 * @param dueAt when its call may run: its instant and its share of the flexible window
 * @param reason why it was missed; null when it was not
 * @param policy that decided so; null when none did
 * @param settledAt when its call was accepted, or it was given up
 * @param lateMillis from when it was due to when its call was accepted; 0 when that was before
 * @param invocation the call; also of one that was called off by a pause
 */
public record RunView(
        Instant scheduledFor,
        @Nullable Instant through,
        int ticks,
        String outcome,
        Instant dueAt,
        @Nullable String reason,
        @Nullable String policy,
        @Nullable String detail,
        @Nullable Instant settledAt,
        @Nullable Long lateMillis,
        @Nullable String invocation) {}
