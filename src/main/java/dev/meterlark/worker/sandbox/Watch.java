package dev.meterlark.worker.sandbox;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * One thread that waits for the descriptors of all sandboxes: what they print, their memory alarms,
 * their end. Handlers run on it and must not block.
 */
final class Watch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Watch.class);

    private static final int EPOLLIN = 1;
    private static final int ADD = 1;
    private static final int REMOVE = 2;
    private static final int BATCH = 64;
    private static final int EFD_CLOEXEC_NONBLOCK = 0x80800;

    /** The kernel packs {@code struct epoll_event} on x86-64 only. */
    private static final int TOKEN_OFFSET = System.getProperty("os.arch").equals("amd64") ? 4 : 8;

    private static final int EVENT_BYTES = TOKEN_OFFSET + 8;

    private final int epoll;
    private final int wakeUp;
    private final Thread thread;
    private final AtomicLong tokens = new AtomicLong(1);
    private final Map<Long, Watched> watched = new ConcurrentHashMap<>();
    private final Queue<Pause> requestedPauses = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Pause> pauses =
            new PriorityQueue<>(Comparator.comparingLong(Pause::until)); // the thread's own
    private volatile boolean closed;

    Watch() throws KernelException {
        epoll = Libc.EPOLL_CREATE.call(0x80000);
        wakeUp = Libc.EVENTFD.call(0, EFD_CLOEXEC_NONBLOCK);
        control(ADD, wakeUp, 0);
        thread = Thread.ofPlatform().name("sandbox-watch").daemon(true).start(this::run);
    }

    /** Calls back with the token whenever there is something to read, until {@link #remove}. */
    long add(int descriptor, LongConsumer onReadable) throws KernelException {
        long token = tokens.getAndIncrement();
        watched.put(token, new Watched(descriptor, onReadable));
        try {
            control(ADD, descriptor, token);
        } catch (KernelException e) {
            watched.remove(token);
            throw e;
        }
        return token;
    }

    /** To be called before the descriptor is closed; a handler may still be running. */
    void remove(long token) {
        Watched gone = watched.remove(token);
        if (gone != null) {
            forget(gone.descriptor);
        }
    }

    /** Looks away for a while; only a handler may ask, about its own descriptor. */
    void pause(long token, long nanos) {
        Watched busy = watched.get(token);
        if (busy != null) {
            forget(busy.descriptor);
            requestedPauses.add(new Pause(token, System.nanoTime() + nanos));
        }
    }

    private void forget(int descriptor) {
        try {
            control(REMOVE, descriptor, 0);
        } catch (KernelException e) {
            if (e.errno() != Errno.ENOENT) {
                throw new IllegalStateException("descriptor %d".formatted(descriptor), e);
            }
        }
    }

    private void run() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment events = arena.allocate((long) EVENT_BYTES * BATCH, 8);
            while (!closed) {
                int count = await(events);
                for (int i = 0; i < count; i++) {
                    handle(token(events, i));
                }
                endPauses();
            }
        } catch (KernelException e) {
            log.error("Sandboxes are no longer watched: their ends and output stay unseen", e);
        } finally {
            Kernel.close(wakeUp);
            Kernel.close(epoll);
        }
    }

    private int await(MemorySegment events) throws KernelException {
        try {
            return Libc.EPOLL_WAIT.call(epoll, events.address(), BATCH, timeoutMillis());
        } catch (KernelException e) {
            if (e.errno() == Errno.EINTR) {
                return 0;
            }
            throw e;
        }
    }

    private static long token(MemorySegment events, int index) {
        return events.get(
                ValueLayout.JAVA_LONG_UNALIGNED, (long) EVENT_BYTES * index + TOKEN_OFFSET);
    }

    private void handle(long token) {
        Watched ready = watched.get(token);
        if (ready == null) {
            return;
        }
        try {
            ready.onReadable.accept(token);
        } catch (RuntimeException e) {
            // One sandbox's trouble is not the others'.
            log.error("Watching one descriptor failed; it is not watched any more", e);
            remove(token);
        }
    }

    private long timeoutMillis() {
        Pause next = pauses.peek();
        return next == null ? -1 : Math.max(0, (next.until - System.nanoTime()) / 1_000_000 + 1);
    }

    private void endPauses() throws KernelException {
        for (Pause asked = requestedPauses.poll(); asked != null; asked = requestedPauses.poll()) {
            pauses.add(asked);
        }
        while (!pauses.isEmpty() && pauses.peek().until - System.nanoTime() <= 0) {
            long token = pauses.remove().token;
            Watched again = watched.get(token);
            if (again != null) {
                control(ADD, again.descriptor, token);
            }
        }
    }

    private void control(int operation, int descriptor, long token) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment event = arena.allocate(EVENT_BYTES, 8);
            event.set(ValueLayout.JAVA_INT, 0, EPOLLIN);
            event.set(ValueLayout.JAVA_LONG_UNALIGNED, TOKEN_OFFSET, token);
            Libc.EPOLL_CTL.call(epoll, operation, descriptor, event.address());
        }
    }

    @Override
    public void close() {
        closed = true;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocate(8, 8);
            one.set(ValueLayout.JAVA_LONG, 0, 1);
            Libc.WRITE.call(wakeUp, one.address(), 8);
            thread.join();
        } catch (KernelException e) {
            throw new IllegalStateException("the watch cannot be ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Watched(int descriptor, LongConsumer onReadable) {}

    private record Pause(long token, long until) {}
}
