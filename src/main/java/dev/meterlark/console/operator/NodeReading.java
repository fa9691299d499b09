package dev.meterlark.console.operator;

import dev.meterlark.worker.RuntimeOffer;
import dev.meterlark.worker.Workers;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * What a node says of itself at one moment.
 *
 * @param name of its machine
 * @param busy sandboxes with a call, or being made
 * @param idle sandboxes kept for the next call
 * @param blank sandboxes of a runtime that belong to nobody yet
 * @param waiting calls without a sandbox
 * @param sandboxBytes that the sandboxes may take
 * @param inHand asynchronous calls that it has leased and not settled
 * @param oldestDueSeconds how long the longest has been due that is not running
 * @param tier of isolation
 * @param runtimes by their names
 */
record NodeReading(
        String name,
        int processors,
        long heapBytes,
        long mostHeapBytes,
        long busy,
        long idle,
        long blank,
        long waiting,
        long sandboxBytes,
        long inHand,
        double oldestDueSeconds,
        String tier,
        List<String> runtimes) {

    /** Of this node, from its own metrics. */
    @Component
    static class Reader {

        private final MeterRegistry metrics;
        private final Workers workers;
        private final String name = machine();

        Reader(MeterRegistry metrics, Workers workers) {
            this.metrics = metrics;
            this.workers = workers;
        }

        NodeReading read() {
            Runtime jvm = Runtime.getRuntime();
            return new NodeReading(
                    name,
                    jvm.availableProcessors(),
                    jvm.totalMemory() - jvm.freeMemory(),
                    jvm.maxMemory(),
                    state("busy") + state("settling"),
                    state("idle"),
                    Math.round(gauge("meterlark.sandboxes.blank")),
                    Math.round(gauge("meterlark.sandboxes.waiting")),
                    Math.round(gauge("meterlark.sandboxes.memory")),
                    Math.round(gauge("meterlark.queue.in-hand")),
                    gauge("meterlark.queue.oldest-due"),
                    workers.isolation().tier(),
                    workers.runtimes().stream().map(RuntimeOffer::name).toList());
        }

        private long state(String state) {
            Gauge gauge = metrics.find("meterlark.sandboxes").tag("state", state).gauge();
            return gauge == null ? 0 : Math.round(gauge.value());
        }

        /** Nought where there is none, as without sandboxes. */
        private double gauge(String name) {
            Gauge gauge = metrics.find(name).gauge();
            return gauge == null || Double.isNaN(gauge.value()) ? 0 : gauge.value();
        }

        private static String machine() {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                return "this machine";
            }
        }
    }
}
