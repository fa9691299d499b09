package dev.meterlark.wasmhost;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One function version that is served: a thread for each call that it may have at once. Its threads
 * serve nothing else and end with it, so that no interrupt meant for one call reaches another.
 */
final class Slot {

    /** For a guest's calls; one that goes deeper ends, and nothing with it. */
    private static final long STACK_BYTES = 2 << 20;

    private final SlotOrder order;
    private final Reports reports;
    private final List<Worker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger left = new AtomicInteger();

    Slot(SlotOrder order, CompletableFuture<GuestModule> module, String host, Reports reports) {
        this.order = order;
        this.reports = reports;
        for (int i = 0; i < order.bounds().calls(); i++) {
            workers.add(new Worker(order, module, host, reports));
        }
    }

    void open() {
        left.set(workers.size());
        for (Worker worker : workers) {
            Runnable work = () -> work(worker);
            threads.add(new Thread(null, work, "guest-" + order.slot(), STACK_BYTES));
        }
        threads.forEach(Thread::start);
    }

    private void work(Worker worker) {
        try {
            worker.run();
        } finally {
            if (left.decrementAndGet() == 0) {
                reports.closed(order.slot());
            }
        }
    }

    /** Ends its calls at the next branch, call or wait; {@link Reports#closed} tells when. */
    void close() {
        threads.forEach(Thread::interrupt);
        workers.forEach(Worker::hangUp);
    }
}
