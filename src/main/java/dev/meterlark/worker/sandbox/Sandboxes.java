package dev.meterlark.worker.sandbox;

import dev.meterlark.worker.IsolationReport;
import dev.meterlark.worker.RuntimeOffer;
import dev.meterlark.worker.SandboxSpec;

import java.nio.file.Path;
import java.util.List;

/** Makes sandboxes on this machine. */
public interface Sandboxes {

    /** What a trial sandbox has started, in the order it should be offered. */
    List<RuntimeOffer> runtimes();

    IsolationReport isolation();

    /** How many wait without a function. */
    default int blank() {
        return 0;
    }

    /**
     * Makes a sandbox and starts its runtime; returns as soon as the process runs and its Runtime
     * API listens. Blocks for a millisecond when a blank one waits, else for some tens of them.
     *
     * @param code the unpacked package, shown read-only as {@code /var/task}; the host never writes
     *     below it again, and everybody may read what is in it
     * @throws NoSandboxException when none could be made; nothing is left behind
     */
    Sandbox start(SandboxSpec spec, Path code) throws NoSandboxException;

    /**
     * Does ahead what the first start of this version would otherwise wait for, if there is any
     * such. Blocks until it is done; a failure of the package's own is left to its first call.
     */
    default void prepare(SandboxSpec spec, Path code) throws NoSandboxException {}
}
