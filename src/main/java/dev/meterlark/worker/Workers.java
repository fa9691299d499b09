package dev.meterlark.worker;

import dev.meterlark.shared.FunctionId;

import java.util.List;

/**
 * Runs calls in sandboxes. Every argument and answer is a plain value, so that the other side may
 * be another process.
 */
public interface Workers {

    /**
     * Runs one call to its end, in an idle sandbox of the same version and revision if there is
     * one, else in a new one. Blocks the calling thread, which should be virtual, for at most start
     * + init + the call's timeout + grace. An ending of any kind is an answer, never an exception.
     */
    RunReport run(SandboxSpec spec, RunRequest request);

    /**
     * Ends the idle sandboxes of every revision of the function below this one; busy ones end when
     * their call does.
     */
    void retire(FunctionId function, long belowRevision);

    /**
     * The runtimes found on this node, each proven by a trial sandbox, in the order they should be
     * offered.
     */
    List<RuntimeOffer> runtimes();

    /** What keeps tenants apart on this node, or why nothing does. */
    IsolationReport isolation();
}
