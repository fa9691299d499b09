package dev.meterlark.worker;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * How one call ended and what it took. Durations are monotonic, never from the sandbox's clock.
 *
 * @param start making a new sandbox until its process runs; zero when a warm one was used
 * @param init from process start until the runtime asked for its first event; zero when warm
 * @param run from handing the event over until the ending
 * @param cold whether this call started its sandbox
 * @param cpuMicros CPU time of the sandbox during init and run, from its cgroup
 * @param peakMemoryBytes highest memory of the sandbox so far, from its cgroup
 * @param log what the function printed during this call (and init, when cold), bounded; see {@code
 *     truncatedLogBytes}
 * @param sandboxId which sandbox, for the history; null when none could be had
 * @param egressBytes sent beyond the sandbox since its last report
 */
public record RunReport(
        Ending ending,
        Duration start,
        Duration init,
        Duration run,
        boolean cold,
        long cpuMicros,
        long peakMemoryBytes,
        byte[] log,
        long truncatedLogBytes,
        @Nullable String sandboxId,
        long egressBytes) {

    /** The same, with another word for how it ended. */
    public RunReport ended(Ending other) {
        return new RunReport(
                other,
                start,
                init,
                run,
                cold,
                cpuMicros,
                peakMemoryBytes,
                log,
                truncatedLogBytes,
                sandboxId,
                egressBytes);
    }

    /** Of a call that sent nothing. */
    public RunReport(
            Ending ending,
            Duration start,
            Duration init,
            Duration run,
            boolean cold,
            long cpuMicros,
            long peakMemoryBytes,
            byte[] log,
            long truncatedLogBytes,
            @Nullable String sandboxId) {
        this(
                ending,
                start,
                init,
                run,
                cold,
                cpuMicros,
                peakMemoryBytes,
                log,
                truncatedLogBytes,
                sandboxId,
                0);
    }
}
