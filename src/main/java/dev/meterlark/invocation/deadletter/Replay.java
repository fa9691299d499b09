package dev.meterlark.invocation.deadletter;

import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Many dead letters of one function on their way back.
 *
 * @param filter which; its end is the replay's beginning, so that what dies again is not in it
 * @param letters that it began with
 * @param replayed that were accepted as new calls
 * @param refused that can never be run again, and stay
 * @param after where it goes on
 * @param trouble what keeps it waiting; empty when nothing does
 * @param finishedAt null while it runs
 */
public record Replay(
        ReplayId id,
        AccountId account,
        String functionName,
        DeadLetterFilter filter,
        long letters,
        long replayed,
        long refused,
        @Nullable Place after,
        String trouble,
        Instant startedAt,
        @Nullable Instant finishedAt) {}
