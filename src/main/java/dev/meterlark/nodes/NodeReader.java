package dev.meterlark.nodes;

import dev.meterlark.worker.RuntimeOffer;
import dev.meterlark.worker.Workers;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.springframework.stereotype.Component;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Of this node, from its own metrics. */
@Component
class NodeReader {

    private final MeterRegistry metrics;
    private final Workers workers;
    private final String name = machine();

    NodeReader(MeterRegistry metrics, Workers workers) {
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
                calls(),
                workers.isolation().tier(),
                workers.runtimes().stream().map(RuntimeOffer::name).toList());
    }

    private long calls() {
        return metrics.find("meterlark.calls").timers().stream().mapToLong(Timer::count).sum();
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
