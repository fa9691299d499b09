package dev.meterlark.worker;

import dev.meterlark.shared.FunctionId;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Runs calls in sandboxes. Every argument and answer is a plain value, so that the other side may
 * be another process.
 */
public interface Workers {

    /**
     * Begins a call, in an idle sandbox of the same version and revision if there is one, else in a
     * new one. Never blocks. The promise is kept after at most start + init + the call's timeout +
     * grace, on any thread: whoever continues there must not block either. An ending of any kind is
     * a report, never an exception. Whoever cancels the promise gives the call up: it waits no
     * longer, and a sandbox that has it takes no other call and ends; what it took until then is in
     * a report.
     *
     * @param stream where the pieces of a streamed answer go, all of them before the promise is
     *     kept
     */
    CompletableFuture<RunReport> run(SandboxSpec spec, RunRequest request, AnswerStream stream);

    /**
     * Sees to it that at least so many sandboxes of the version are there, in use or ready: starts
     * them without a call, and keeps them, as part of what the account has in use, for as long as
     * this is wished. To be said again and again, as one may end or find no room; 0 ends the wish.
     */
    void keepWarm(SandboxSpec spec, int atLeast);

    /**
     * What stood ready because of {@link #keepWarm}, while it had no call, since this was asked the
     * last time: each millisecond is told once, to whoever asks.
     */
    List<Provisioned> provisioned();

    /**
     * Starts sandboxes without a call until so many of the version are there, as far as there is
     * room that nobody uses. They are kept as any idle one.
     */
    void prepare(SandboxSpec spec, int atLeast);

    /**
     * A version may be called from now on: what its first start would otherwise wait for is done in
     * the background, such as turning a module into machine code.
     */
    void published(SandboxSpec spec);

    /**
     * Ends the idle sandboxes of every revision of the function's version below this one; busy ones
     * end when their call does. Other versions keep theirs.
     */
    void retire(FunctionId function, String version, long belowRevision);

    /**
     * The runtimes found on this node, each proven by a trial sandbox, in the order they should be
     * offered.
     */
    List<RuntimeOffer> runtimes();

    /** What keeps tenants apart on this node, or why nothing does. */
    IsolationReport isolation();
}
