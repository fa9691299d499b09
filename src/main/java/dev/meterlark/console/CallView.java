package dev.meterlark.console;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * One call with everything that is shown of it. Answer, log, error type and message came from the
 * function: bounded here, escaped by the page.
 *
 * @param fault what went wrong; null when it succeeded
 * @param answer null when there is none, or it is not kept
 */
record CallView(
        String id,
        String function,
        Instant startedAt,
        boolean ok,
        boolean ours,
        String outcome,
        @Nullable String fault,
        @Nullable String errorType,
        @Nullable String errorMessage,
        @Nullable String answer,
        @Nullable String answerCut,
        String log,
        @Nullable String logCut,
        String duration,
        String billed,
        String price,
        String priceBook,
        boolean cold,
        List<PhaseBar> phases,
        String source,
        String version,
        String memory,
        String cpu,
        String bytes) {}
