package dev.meterlark.worker;

import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Which idle sandboxes are kept. It is told of every call and asked again and again about each
 * sandbox that is idle; it answers from memory, never blocks, and calls nobody back: it is asked
 * under the pool's lock.
 */
public interface KeepAlive {

    /** What becomes of an idle sandbox. */
    enum Verdict {
        KEEP,
        END,
        /** It is kept for as long as any of which nothing is known. */
        STANDARD
    }

    /** A call of the version looks for a sandbox. */
    void begins(SandboxSpec spec);

    /**
     * It is over, however it ended.
     *
     * @param report null when it was given up
     */
    void ends(SandboxSpec spec, @Nullable RunReport report);

    /**
     * @param idle since its last call, or since it was ready for its first
     * @param others sandboxes of the version that are in use or were used more recently
     */
    Verdict verdict(FunctionId function, String version, Duration idle, int others);

    /** The idle sandbox that is worth least makes room where room is wanted. */
    double worth(FunctionId function, String version, Duration idle, int memoryMiB);
}
