package dev.meterlark.worker.wasm;

import dev.meterlark.shared.CodeDigest;
import dev.meterlark.worker.SandboxExit;
import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.protocol.ConversationLimits;
import dev.meterlark.worker.protocol.RuntimeApi;
import dev.meterlark.worker.sandbox.NoSandboxException;
import dev.meterlark.worker.sandbox.Sandbox;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One JVM in a sandbox of its own, and the function versions that it serves, all of one account for
 * life. Its monitor guards the slots, who keeps it awake, and what is left of its memory.
 */
final class Host implements HostLink.Listener {

    private static final Logger log = LoggerFactory.getLogger(Host.class);

    private static final int MOST_THREADS = 160;
    private static final int LOG_BYTES = 256 << 10;

    private final Sandbox sandbox;
    private final HostLink link;
    private final Lanes lanes;
    private final WasmProperties properties;
    private final HostModules modules;
    private final Map<Integer, WasmSlot> slots = new HashMap<>();

    /** What must not be frozen: slots with calls, and orders under way. */
    private final Set<Object> awake = new HashSet<>();

    private boolean frozen;
    private long heapLeftMiB;
    private int threadsLeft = MOST_THREADS;
    private long idleSince = System.nanoTime();
    private boolean leaving;
    private boolean ended;

    Host(Sandbox sandbox, HostLink link, RuntimeApi api, WasmProperties properties, long heapMiB) {
        this.sandbox = sandbox;
        this.link = link;
        this.lanes = new Lanes(sandbox, link, api);
        this.properties = properties;
        this.heapLeftMiB = heapMiB;
        this.modules = new HostModules(link, properties.modulesPerHost());
    }

    /** From here on its end and what it reports are followed. */
    void begin() {
        Thread.ofVirtual().name("wasm-host").start(this::read);
        sandbox.exit().thenAccept(this::gone);
        lanes.refill();
    }

    private void read() {
        try {
            link.read(this);
        } catch (IOException | RuntimeException e) {
            endUnlessGone("its connection to the platform broke: " + e.getMessage());
        }
    }

    /**
     * A process that is about to end by itself is given the time to, so that its own end is told.
     */
    private void endUnlessGone(String reason) {
        sandbox.exit()
                .orTimeout(properties.stopGrace().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(
                        _ -> {
                            sandbox.kill(reason);
                            return null;
                        });
    }

    String id() {
        return sandbox.id();
    }

    Sandbox sandbox() {
        return sandbox;
    }

    /** Takes room for a function version, if there is some; given back when its slot ends. */
    synchronized boolean reserve(Need need) {
        if (ended || leaving || need.heapMiB() > heapLeftMiB || need.calls() > threadsLeft) {
            return false;
        }
        heapLeftMiB -= need.heapMiB();
        threadsLeft -= need.calls();
        return true;
    }

    private void giveBack(Need need) {
        heapLeftMiB += need.heapMiB();
        threadsLeft += need.calls();
    }

    synchronized boolean isIdleFor(long nanos) {
        return slots.isEmpty() && awake.isEmpty() && System.nanoTime() - idleSince > nanos;
    }

    /** How long nothing in it has run; negative when something does. */
    synchronized long atRestNanos() {
        return awake.isEmpty() && !leaving ? System.nanoTime() - idleSince : -1;
    }

    synchronized boolean hasSlots() {
        return !slots.isEmpty();
    }

    /** Ends it to make room, unless something in it runs by now. */
    synchronized boolean leave() {
        if (!awake.isEmpty()) {
            return false;
        }
        leaving = true;
        sandbox.kill("its room was needed");
        return true;
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    /**
     * Begins to serve a function version for which room was reserved.
     *
     * @param code what the module is made of, asked when this host does not have it
     */
    WasmSlot open(SandboxSpec spec, HostModules.Source code) throws NoSandboxException {
        Need need = Need.of(spec);
        Lanes.Lane lane;
        try {
            lane = lanes.take();
        } catch (IOException e) {
            giveBackAtOnce(need);
            throw new NoSandboxException("The host cannot be reached: " + e.getMessage(), e);
        }
        WasmSlot slot = newSlot(need, lane);
        try {
            wake(slot);
            load(spec.code(), code);
            var order =
                    new HostLink.SlotOrder(
                            slot.number(),
                            spec.code().hex(),
                            spec.handler(),
                            bounds(need),
                            GuestEnvironment.of(spec, slot.id()));
            link.open(order);
            modules.using(slot.number(), spec.code());
            Thread.ofVirtual().name("wasm-lanes").start(lanes::refill);
            return slot;
        } catch (IOException | RuntimeException e) {
            slot.kill("it could not be opened");
            closed(slot.number());
            slot.conversation().close();
            throw new NoSandboxException("The host cannot be told: " + e.getMessage(), e);
        }
    }

    private synchronized void giveBackAtOnce(Need need) {
        giveBack(need);
    }

    private synchronized WasmSlot newSlot(Need need, Lanes.Lane lane) {
        var slot = new WasmSlot(this, lane.number(), need, lane.conversation());
        slots.put(slot.number(), slot);
        return slot;
    }

    private static HostLink.Bounds bounds(Need need) {
        return new HostLink.Bounds(
                need.calls(),
                need.pages(),
                need.fileBytes(),
                ConversationLimits.LAMBDA.payloadBytes(),
                LOG_BYTES);
    }

    /** Compiles a module ahead; completes when that is done, and fails when it cannot be. */
    CompletableFuture<Void> prepare(CodeDigest digest, HostModules.Source code) throws IOException {
        Object order = new Object();
        wake(order);
        try {
            CompletableFuture<Void> done = load(digest, code);
            done.whenComplete((_, _) -> rest(order));
            return done;
        } catch (IOException e) {
            rest(order);
            throw e;
        }
    }

    /** What is still being compiled after its time cannot be stopped but with the host. */
    private CompletableFuture<Void> load(CodeDigest digest, HostModules.Source code)
            throws IOException {
        CompletableFuture<Void> done = modules.load(digest, code);
        done.copy()
                .orTimeout(properties.compileTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(
                        failure -> {
                            if (failure instanceof TimeoutException) {
                                sandbox.kill("a module was not compiled in time");
                            }
                            return null;
                        });
        return done;
    }

    synchronized void wake(Object who) {
        awake.add(who);
        if (frozen) {
            sandbox.thaw();
            frozen = false;
        }
    }

    synchronized void rest(Object who) {
        if (awake.remove(who) && awake.isEmpty() && !ended) {
            idleSince = System.nanoTime();
            sandbox.freeze();
            frozen = true;
        }
    }

    /** Interrupts a slot's calls; what goes on in spite of that ends with the whole host. */
    void end(WasmSlot slot) {
        wake(slot);
        try {
            link.close(slot.number());
        } catch (IOException e) {
            sandbox.kill("it could not be told to end a function");
        }
        slot.exit()
                .orTimeout(properties.stopGrace().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(
                        _ -> {
                            log.warn("Slot {} did not end, and so its host is ended", slot.id());
                            sandbox.kill("a call of another function in it did not end");
                            return null;
                        });
    }

    private void gone(SandboxExit exit) {
        Set<WasmSlot> all;
        synchronized (this) {
            ended = true;
            all = Set.copyOf(slots.values());
            slots.clear();
        }
        all.forEach(slot -> slot.ended(exit));
        modules.lost();
        lanes.close();
        try {
            link.close();
        } catch (IOException e) {
            log.debug("The connection of host {} was closed already", id(), e);
        }
        Thread.ofVirtual().name("wasm-host-end").start(sandbox::close);
    }

    @Override
    public void loaded(int ticket, byte[] classes) {
        modules.loaded(ticket, classes);
    }

    @Override
    public void refused(int ticket, String why) {
        modules.refused(ticket, why);
    }

    @Override
    public void printed(int slot, String request, byte[] text) {
        WasmSlot known = slot(slot);
        if (known != null) {
            known.printed(request, text);
        }
    }

    @Override
    public void callEnded(int slot, String request, long cpuMicros, long peak, long dropped) {
        WasmSlot known = slot(slot);
        if (known != null) {
            known.callEnded(request, cpuMicros, peak, dropped);
        }
    }

    private synchronized @Nullable WasmSlot slot(int number) {
        return slots.get(number);
    }

    @Override
    public void closed(int number) {
        WasmSlot slot;
        synchronized (this) {
            slot = slots.remove(number);
            if (slot == null) {
                return;
            }
            giveBack(slot.need());
            idleSince = System.nanoTime();
        }
        modules.unused(number);
        slot.ended(new SandboxExit.Exited(1));
        rest(slot);
    }
}
