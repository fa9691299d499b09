package dev.meterlark.metering;

import dev.meterlark.shared.Fault;
import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * How many attempts of a version started in a minute, ended alike and took about as long.
 *
 * @param fault null when they succeeded
 * @param bucket of the time from arrival to ending: the logarithm of the µs, times what was asked
 *     for, begun ones cut
 */
public record AttemptCount(
        FunctionId function,
        String functionName,
        Instant minute,
        String version,
        @Nullable Fault fault,
        boolean cold,
        int bucket,
        long attempts) {}
