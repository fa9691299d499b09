package dev.meterlark.worker.wasm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.meterlark.worker.SandboxExit;
import dev.meterlark.worker.protocol.RuntimeConversation;
import dev.meterlark.worker.sandbox.Printed;
import dev.meterlark.worker.sandbox.ResourceUse;
import dev.meterlark.worker.sandbox.Sandbox;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.CompletableFuture;

/**
 * One function version in its account's host: a sandbox to whoever uses it. Its monitor guards what
 * was printed and used; the host's guards whether it may be frozen.
 */
final class WasmSlot implements Sandbox {

    /** How pieces of several calls' output are told apart. */
    private static final int FRAME = 0x1e;

    private static final int MOST_PRINTED = 1 << 20;

    private final Host host;
    private final int number;
    private final Need need;
    private final SlotConversation conversation;
    private final CompletableFuture<SandboxExit> exit = new CompletableFuture<>();

    private @Nullable SandboxExit ending;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private long dropped;
    private long cpuMicros;
    private long peakBytes;

    WasmSlot(Host host, int number, Need need, RuntimeConversation conversation) {
        this.host = host;
        this.number = number;
        this.need = need;
        this.conversation = new SlotConversation(conversation);
        this.conversation.takesAtOnce(need.calls());
    }

    int number() {
        return number;
    }

    Need need() {
        return need;
    }

    @Override
    public String id() {
        return "%s-%d".formatted(host.id(), number);
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
        throw new IOException("what runs in %s has no network".formatted(id()));
    }

    @Override
    public void freeze() {
        host.rest(this);
    }

    @Override
    public void thaw() {
        host.wake(this);
    }

    @Override
    public synchronized ResourceUse use() {
        return new ResourceUse(cpuMicros, peakBytes);
    }

    @Override
    public synchronized Printed takePrinted() {
        var taken = new Printed(printed.toByteArray(), dropped);
        printed.reset();
        dropped = 0;
        return taken;
    }

    synchronized void printed(String request, byte[] text) {
        if (printed.size() + text.length > MOST_PRINTED) {
            dropped += text.length;
            return;
        }
        if (need.calls() > 1) {
            printed.write(FRAME);
            printed.writeBytes("%s %d\n".formatted(request, text.length).getBytes(US_ASCII));
        }
        printed.writeBytes(text);
    }

    void callEnded(String request, long micros, long peak, long notKept) {
        synchronized (this) {
            cpuMicros += Math.max(0, micros);
            peakBytes = Math.max(peakBytes, peak);
            dropped += Math.max(0, notKept);
        }
        conversation.told(request);
    }

    /** Its calls are interrupted; if they do not end for that, their host is. */
    @Override
    public void kill(String reason) {
        synchronized (this) {
            if (ending != null || exit.isDone()) {
                return;
            }
            ending = new SandboxExit.EndedByPlatform(reason);
        }
        host.end(this);
    }

    /** No thread of it is left, for this reason unless there was another before. */
    void ended(SandboxExit how) {
        SandboxExit why;
        synchronized (this) {
            why = ending == null ? how : ending;
        }
        // Whoever waits for the end may block; the host's reader must not.
        Thread.ofVirtual().name("wasm-end").start(() -> exit.complete(why));
    }

    boolean hasEnded() {
        return exit.isDone();
    }

    @Override
    public void close() {
        kill("it is not needed any more");
        exit.join();
        conversation.close();
    }
}
