package dev.meterlark.worker.wasm;

import dev.meterlark.shared.AccountId;
import dev.meterlark.worker.sandbox.NoSandboxException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who has which host. A host is taken by one account and stays its own; a few wait for whoever
 * comes next. Each account's lock guards its list, the monitor of the spare ones guards those.
 */
final class Hosts implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Hosts.class);

    private static final class Owned {
        private final ReentrantLock lock = new ReentrantLock();
        private final List<Host> hosts = new ArrayList<>();
    }

    private final HostStart starting;
    private final WasmProperties properties;
    private final Map<AccountId, Owned> accounts = new ConcurrentHashMap<>();
    private final Deque<Host> spare = new ArrayDeque<>();
    private final Set<Host> alive = ConcurrentHashMap.newKeySet();
    private int beingMade;
    private volatile boolean closed;
    private final ScheduledExecutorService rounds =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("wasm-rounds").factory());

    Hosts(HostStart starting, WasmProperties properties) {
        this.starting = starting;
        this.properties = properties;
        long every = Math.max(100, properties.hostIdle().toMillis() / 4);
        rounds.scheduleWithFixedDelay(this::endIdle, every, every, TimeUnit.MILLISECONDS);
    }

    /** A host of the account that has room, which is reserved. Blocks while one is started. */
    Host withRoom(AccountId account, Need need) throws NoSandboxException {
        Owned owned = accounts.computeIfAbsent(account, _ -> new Owned());
        owned.lock.lock();
        try {
            owned.hosts.removeIf(Host::hasEnded);
            for (Host each : owned.hosts) {
                if (each.reserve(need)) {
                    return each;
                }
            }
            Host fresh = fresh(need);
            owned.hosts.add(fresh);
            return fresh;
        } finally {
            owned.lock.unlock();
            refill();
        }
    }

    /** A host for one purpose, which is the caller's to end. */
    Host once() throws NoSandboxException {
        Host waiting = takeSpare();
        refill();
        if (waiting != null && !waiting.hasEnded()) {
            return waiting;
        }
        makeRoom();
        return start(properties.hostMemoryMiB());
    }

    private Host fresh(Need need) throws NoSandboxException {
        for (Host each = takeSpare(); each != null; each = takeSpare()) {
            if (each.reserve(need)) {
                return each;
            }
            boolean alive = !each.hasEnded();
            if (alive) {
                putSpare(each);
                break;
            }
        }
        makeRoom();
        Host made = start(HostStart.memoryMiB(need, properties));
        if (!made.reserve(need)) {
            made.sandbox().kill("it is too small");
            throw new NoSandboxException(
                    "A host of WebAssembly modules has no room for %d calls at once of %d MiB each"
                            .formatted(need.calls(), need.memoryMiB()));
        }
        return made;
    }

    private Host start(int memoryMiB) throws NoSandboxException {
        Host made = starting.start(memoryMiB);
        alive.add(made);
        made.sandbox().exit().thenRun(() -> alive.remove(made));
        return made;
    }

    /** Those without functions go first, then those whose functions rest, the longest first. */
    private void makeRoom() throws NoSandboxException {
        int over = alive.size() + 1 - properties.mostHosts();
        List<Host> resting =
                alive.stream()
                        .filter(host -> host.atRestNanos() >= 0)
                        .sorted(
                                Comparator.comparing(Host::hasSlots)
                                        .thenComparing(
                                                Comparator.comparing(Host::atRestNanos).reversed()))
                        .toList();
        for (Host each : resting) {
            if (over <= 0) {
                return;
            }
            over -= each.leave() ? 1 : 0;
        }
        if (over > 0) {
            throw new NoSandboxException(
                    "All %d hosts of WebAssembly modules on this node are in use"
                            .formatted(properties.mostHosts()));
        }
    }

    private @Nullable Host takeSpare() {
        synchronized (spare) {
            return spare.poll();
        }
    }

    private void putSpare(Host host) {
        synchronized (spare) {
            spare.add(host);
        }
    }

    /** Starts in the background what is missing of the spare ones. */
    private void refill() {
        synchronized (spare) {
            while (!closed
                    && spare.size() + beingMade < properties.spareHosts()
                    && alive.size() + beingMade < properties.mostHosts()) {
                beingMade++;
                Thread.ofVirtual().name("wasm-spare").start(this::makeSpare);
            }
        }
    }

    private void makeSpare() {
        Host made = null;
        try {
            made = start(properties.hostMemoryMiB());
            Object once = new Object();
            made.wake(once);
            made.rest(once); // it sleeps until it is taken
        } catch (NoSandboxException | RuntimeException e) {
            log.warn("No spare host of WebAssembly modules could be started", e);
        }
        synchronized (spare) {
            beingMade--;
            if (made != null && !closed) {
                spare.add(made);
                return;
            }
        }
        if (made != null) {
            made.sandbox().kill("the platform stops");
        }
    }

    private void endIdle() {
        long idle = properties.hostIdle().toNanos();
        for (Map.Entry<AccountId, Owned> each : accounts.entrySet()) {
            Owned owned = each.getValue();
            if (!owned.lock.tryLock()) {
                continue;
            }
            try {
                owned.hosts.removeIf(Host::hasEnded);
                owned.hosts.stream()
                        .filter(host -> host.isIdleFor(idle))
                        .forEach(host -> host.sandbox().kill("it was idle for too long"));
            } catch (RuntimeException e) {
                log.error("Hosts of account {} do not obey", each.getKey().value(), e);
            } finally {
                owned.lock.unlock();
            }
        }
    }

    /** For tests and gauges. */
    int count() {
        return accounts.values().stream().mapToInt(each -> each.hosts.size()).sum();
    }

    @Override
    public void close() {
        closed = true;
        rounds.shutdownNow();
        List<Host> all = new ArrayList<>();
        synchronized (spare) {
            all.addAll(spare);
            spare.clear();
        }
        for (Owned owned : accounts.values()) {
            owned.lock.lock();
            try {
                all.addAll(owned.hosts);
            } finally {
                owned.lock.unlock();
            }
        }
        all.forEach(host -> host.sandbox().kill("the platform stops"));
        all.forEach(host -> host.sandbox().close());
    }
}
