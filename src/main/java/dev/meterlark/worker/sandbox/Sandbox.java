package dev.meterlark.worker.sandbox;

import dev.meterlark.worker.SandboxExit;
import dev.meterlark.worker.protocol.RuntimeConversation;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.CompletableFuture;

/** One running sandbox. Any thread may call it. */
public interface Sandbox extends AutoCloseable {

    /** Unique on this node for as long as its records are kept. */
    String id();

    RuntimeConversation conversation();

    /**
     * Completes when the sandbox's first process is gone, whoever ended it. Whoever continues there
     * must not block.
     */
    CompletableFuture<SandboxExit> exit();

    /**
     * Listens on a free port of the sandbox's own loopback, which it reaches and nobody outside of
     * it does. The listener is the caller's to close.
     */
    ServerSocketChannel listen() throws IOException;

    /** Stops all of its processes until {@link #thaw}; a frozen sandbox can be ended. */
    void freeze();

    void thaw();

    /** Since its start; the last reading once it is gone. */
    ResourceUse use();

    /**
     * Bytes it sent beyond its loopback since the last time this was asked, which is once for each
     * call: with it the allowance of the next call begins.
     */
    default long takeSentBytes() {
        return 0;
    }

    /** What was printed since the last time this was asked, in the order it was printed. */
    Printed takePrinted();

    /**
     * Ends every process of the sandbox at once, whatever they do, and returns without waiting. The
     * exit is {@link SandboxExit.EndedByPlatform} with this reason, unless it was there already.
     */
    void kill(String reason);

    /** Kills it if it runs, waits until it is empty, and leaves nothing of it on the machine. */
    @Override
    void close();
}
