package dev.meterlark.worker.pool;

import dev.meterlark.shared.InvocationId;
import dev.meterlark.worker.IsolationReport;
import dev.meterlark.worker.RunRequest;
import dev.meterlark.worker.RuntimeOffer;
import dev.meterlark.worker.SandboxExit;
import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.protocol.Exchange;
import dev.meterlark.worker.protocol.Outlet;
import dev.meterlark.worker.protocol.Readiness;
import dev.meterlark.worker.protocol.Reply;
import dev.meterlark.worker.protocol.RuntimeConversation;
import dev.meterlark.worker.sandbox.NoSandboxException;
import dev.meterlark.worker.sandbox.Printed;
import dev.meterlark.worker.sandbox.ResourceUse;
import dev.meterlark.worker.sandbox.Sandbox;
import dev.meterlark.worker.sandbox.Sandboxes;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Sandboxes without processes: what each does is decided by the test, event by event. */
final class FakeSandboxes implements Sandboxes {

    /** Every one that was ever made, in that order. */
    final List<FakeSandbox> made = new CopyOnWriteArrayList<>();

    final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger ids = new AtomicInteger();

    /** What a new sandbox does first; by default it is ready at once. */
    volatile Consumer<FakeSandbox> begins =
            sandbox -> sandbox.ready.complete(new Readiness.Ready());

    /** What happens to each event; by default it comes back. */
    volatile Consumer<FakeSandbox> handed = sandbox -> sandbox.answer("done");

    volatile @Nullable String refusal;

    /** What goes wrong with the machine when this is done; by default nothing. */
    volatile Consumer<Trouble> machine = _ -> {};

    enum Trouble {
        STARTING,
        FREEZING,
        THAWING,
        KILLING,
        READING
    }

    @Override
    public List<RuntimeOffer> runtimes() {
        return List.of();
    }

    @Override
    public IsolationReport isolation() {
        return new IsolationReport("T1", "fake", "nothing runs");
    }

    @Override
    public Sandbox start(SandboxSpec spec, Path code) throws NoSandboxException {
        String reason = refusal;
        if (reason != null) {
            throw new NoSandboxException(reason);
        }
        machine.accept(Trouble.STARTING);
        var sandbox = new FakeSandbox("sandbox-" + ids.incrementAndGet(), spec);
        made.add(sandbox);
        begins.accept(sandbox);
        return sandbox;
    }

    final class FakeSandbox implements Sandbox, RuntimeConversation {

        final SandboxSpec spec;
        final CompletableFuture<Readiness> ready = new CompletableFuture<>();
        final CompletableFuture<SandboxExit> exit = new CompletableFuture<>();
        final ConcurrentLinkedQueue<RunRequest> events = new ConcurrentLinkedQueue<>();
        private final Map<InvocationId, Exchange> exchanges = new ConcurrentHashMap<>();
        volatile int atOnce = 1;
        volatile CompletableFuture<Reply> reply = new CompletableFuture<>();
        volatile CompletableFuture<Void> asking = new CompletableFuture<>();
        volatile boolean frozen;
        volatile @Nullable String killedBecause;
        private final String id;
        private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

        private FakeSandbox(String id, SandboxSpec spec) {
            this.id = id;
            this.spec = spec;
        }

        void answer(String text) {
            asking.complete(null);
            reply.complete(new Reply.Answered(text.getBytes(StandardCharsets.UTF_8), "text/plain"));
        }

        /** Answers one of several events. */
        void answer(RunRequest event, String text) {
            Exchange exchange = exchange(event);
            exchange.asked().complete(null);
            exchange.reply()
                    .complete(
                            new Reply.Answered(
                                    text.getBytes(StandardCharsets.UTF_8), "text/plain"));
        }

        Exchange exchange(RunRequest event) {
            return Objects.requireNonNull(exchanges.get(event.id()), "not handed over");
        }

        void answerAndLinger(RunRequest event, String text) {
            exchange(event)
                    .reply()
                    .complete(
                            new Reply.Answered(
                                    text.getBytes(StandardCharsets.UTF_8), "text/plain"));
        }

        /** Answers and goes on with something of its own. */
        void answerAndLinger(String text) {
            reply.complete(new Reply.Answered(text.getBytes(StandardCharsets.UTF_8), "text/plain"));
        }

        synchronized void print(String text) {
            printed.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public CompletableFuture<Readiness> ready() {
            return ready;
        }

        @Override
        public CompletableFuture<Void> specialization() {
            throw new AssertionError("whether it was blank is the sandbox's own business");
        }

        @Override
        public void specialize(Map<String, String> environment) {
            throw new AssertionError("whether it was blank is the sandbox's own business");
        }

        @Override
        public Exchange hand(
                RunRequest request, String functionArn, Instant deadline, Outlet outlet) {
            if (frozen) {
                throw new AssertionError("an event for a frozen sandbox");
            }
            if (exit.isDone()) {
                throw new IllegalStateException("closed");
            }
            reply = new CompletableFuture<>();
            asking = new CompletableFuture<>();
            var promised = new Exchange(reply, asking);
            exchanges.put(request.id(), promised);
            events.add(request);
            handed.accept(this);
            return promised;
        }

        @Override
        public void takesAtOnce(int events) {
            atOnce = events;
        }

        @Override
        public CompletableFuture<Void> asking() {
            return asking;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public RuntimeConversation conversation() {
            return this;
        }

        @Override
        public CompletableFuture<SandboxExit> exit() {
            return exit;
        }

        @Override
        public ServerSocketChannel listen() throws IOException {
            throw new IOException("a fake has no network");
        }

        @Override
        public void freeze() {
            machine.accept(Trouble.FREEZING);
            frozen = true;
        }

        @Override
        public void thaw() {
            machine.accept(Trouble.THAWING);
            frozen = false;
        }

        @Override
        public ResourceUse use() {
            machine.accept(Trouble.READING);
            return new ResourceUse(1000L * events.size(), 1 << 20);
        }

        @Override
        public synchronized Printed takePrinted() {
            byte[] bytes = printed.toByteArray();
            printed.reset();
            return new Printed(bytes, 0);
        }

        @Override
        public void kill(String reason) {
            if (killedBecause == null) {
                killedBecause = reason;
            }
            exit.complete(new SandboxExit.EndedByPlatform(reason));
            machine.accept(Trouble.KILLING);
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
