package dev.meterlark.wasmhost;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One function version that is served: a thread for each call that it may have at once. The first
 * is there, and connected, before it is known what for. Its threads serve nothing else and end with
 * it, so that no interrupt meant for one call reaches another.
 */
final class Slot {

    /** For a guest's calls; one that goes deeper ends, and nothing with it. */
    private static final long STACK_BYTES = 2 << 20;

    private final int number;
    private final String api;
    private final Reports reports;
    private final List<Worker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger left = new AtomicInteger(1);

    /**
     * @param api where its Runtime API is: host and port
     */
    Slot(int number, String api, Reports reports) {
        this.number = number;
        this.api = api;
        this.reports = reports;
    }

    /** Connects, and waits to be told what it is for. */
    void expect() {
        add().start();
    }

    void open(SlotOrder order, CompletableFuture<GuestModule> module) {
        left.addAndGet(order.bounds().calls() - 1);
        while (workers.size() < order.bounds().calls()) {
            add();
        }
        workers.forEach(worker -> worker.assign(order, module));
        threads.subList(1, threads.size()).forEach(Thread::start);
    }

    private Thread add() {
        var worker = new Worker(api, reports);
        var thread = new Thread(null, () -> work(worker), "guest-" + number, STACK_BYTES);
        workers.add(worker);
        threads.add(thread);
        return thread;
    }

    private void work(Worker worker) {
        try {
            worker.run();
        } finally {
            if (left.decrementAndGet() == 0) {
                reports.closed(number);
            }
        }
    }

    /** Ends its calls at the next branch, call or wait; {@link Reports#closed} tells when. */
    void close() {
        threads.forEach(Thread::interrupt);
        workers.forEach(Worker::hangUp);
    }
}
