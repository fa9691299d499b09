package dev.meterlark.worker.wasm;

import dev.meterlark.worker.SandboxExit;
import dev.meterlark.worker.protocol.RuntimeConversation;
import dev.meterlark.worker.sandbox.Printed;
import dev.meterlark.worker.sandbox.ResourceUse;
import dev.meterlark.worker.sandbox.Sandbox;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.CompletableFuture;

/**
 * A host in a process of this machine, where there is no OCI runtime: it has no namespaces and no
 * limit but its JVM's, and is never frozen. Its monitor guards its end and what it printed.
 */
final class Child implements Sandbox {

    private static final int MOST_PRINTED = 64 << 10;
    private static final int BY_SIGNAL = 128;
    private static final int SIGKILL = 9;

    private final Process process;
    private final RuntimeConversation conversation;
    private final CompletableFuture<SandboxExit> exit;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private long dropped;
    private @Nullable SandboxExit ending;

    Child(Process process, RuntimeConversation conversation) {
        this.process = process;
        this.conversation = conversation;
        this.exit = process.onExit().thenApply(ended -> explain(ended.exitValue()));
        Thread.ofVirtual().name("wasm-child-output").start(this::read);
    }

    private void read() {
        byte[] buffer = new byte[8 << 10];
        try (InputStream output = process.getInputStream()) {
            for (int length = output.read(buffer); length >= 0; length = output.read(buffer)) {
                keep(buffer, length);
            }
        } catch (IOException e) {
            kill("what it prints cannot be read");
        }
    }

    private synchronized void keep(byte[] bytes, int length) {
        int room = Math.min(length, MOST_PRINTED - printed.size());
        printed.write(bytes, 0, room);
        dropped += length - room;
    }

    /** Java tells a signal as a status beyond those that a program can have by convention. */
    private synchronized SandboxExit explain(int status) {
        if (ending != null && status == BY_SIGNAL + SIGKILL) {
            return ending;
        }
        return status > BY_SIGNAL
                ? new SandboxExit.Signalled(status - BY_SIGNAL)
                : new SandboxExit.Exited(status);
    }

    @Override
    public String id() {
        return "process-" + process.pid();
    }

    @Override
    public RuntimeConversation conversation() {
        return conversation;
    }

    @Override
    public CompletableFuture<SandboxExit> exit() {
        return exit.copy();
    }

    @Override
    public ServerSocketChannel listen() throws IOException {
        return listenHere();
    }

    static ServerSocketChannel listenHere() throws IOException {
        return ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 128);
    }

    @Override
    public void freeze() {}

    @Override
    public void thaw() {}

    @Override
    public ResourceUse use() {
        return new ResourceUse(0, 0);
    }

    @Override
    public synchronized Printed takePrinted() {
        var taken = new Printed(printed.toByteArray(), dropped);
        printed.reset();
        dropped = 0;
        return taken;
    }

    @Override
    public void kill(String reason) {
        synchronized (this) {
            if (ending == null) {
                ending = new SandboxExit.EndedByPlatform(reason);
            }
        }
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill("it is not needed any more");
        exit.join();
        conversation.close();
    }
}
