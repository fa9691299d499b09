package dev.meterlark.telemetry;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * Lines that were found so far, newest first. A search goes as far as it may in one go and says how
 * far that was: fewer lines than asked for, none even, do not mean that there are no more.
 *
 * @param searchedTo all that is younger was looked at; null when that is all there is
 * @param nextCursor where older ones go on; null when there are none
 */
public record FoundLines(
        List<LogLine> lines, @Nullable Instant searchedTo, @Nullable String nextCursor) {}
