package dev.meterlark.telemetry.traces;

import dev.meterlark.invocation.CallTracer;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.SpanContext;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Sends attempts to an OTLP receiver from one thread. One that is slow or away costs its spans, and
 * nothing else.
 */
@Component
@ConditionalOnProperty("meterlark.telemetry.traces.endpoint")
class OtlpExport implements CallTracer, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(OtlpExport.class);
    private static final Duration LAST_BATCH = Duration.ofSeconds(3);

    private final TraceProperties properties;
    private final URI endpoint;
    private final ArrayBlockingQueue<TracedCall> queue;
    private final Counter dropped;
    private final Counter sent;
    private volatile boolean running;
    private Thread thread = new Thread(() -> {});

    OtlpExport(TraceProperties properties, MeterRegistry metrics) {
        this.properties = properties;
        this.endpoint = Objects.requireNonNull(properties.endpoint());
        this.queue = new ArrayBlockingQueue<>(properties.queue());
        this.dropped =
                Counter.builder("meterlark.telemetry.traces.dropped")
                        .description("attempts whose spans were not sent")
                        .register(metrics);
        this.sent =
                Counter.builder("meterlark.telemetry.traces.sent")
                        .description("attempts whose spans a receiver took")
                        .register(metrics);
    }

    @Override
    public double share() {
        return properties.share();
    }

    @Override
    public void ended(SpanContext span, InvocationRecord record) {
        if (span.sampled() && !queue.offer(new TracedCall(span, record))) {
            dropped.increment();
        }
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofVirtual().name("otlp-export").start(this::sendUntilStopped);
    }

    /** Sends what waits, for a while. */
    @Override
    public void stop() {
        running = false;
        try {
            if (!thread.join(LAST_BATCH)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void sendUntilStopped() {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(properties.timeout()).build()) {
            while (running || !queue.isEmpty()) {
                List<TracedCall> batch = batch();
                if (!batch.isEmpty()) {
                    send(client, batch);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<TracedCall> batch() throws InterruptedException {
        List<TracedCall> batch = new ArrayList<>();
        long end = System.nanoTime() + properties.every().toNanos();
        long left = properties.every().toNanos();
        while (batch.size() < properties.batch() && left > 0) {
            TracedCall next =
                    queue.poll(
                            running ? Math.min(left, TimeUnit.MILLISECONDS.toNanos(200)) : 1,
                            TimeUnit.NANOSECONDS);
            if (next != null) {
                batch.add(next);
                queue.drainTo(batch, properties.batch() - batch.size());
            } else if (!running) {
                return batch;
            }
            left = end - System.nanoTime();
        }
        return batch;
    }

    /** Whatever the receiver does, the loop goes on. */
    private void send(HttpClient client, List<TracedCall> batch) throws InterruptedException {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(endpoint)
                            .timeout(properties.timeout())
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(OtlpText.of(batch)));
            properties.headers().forEach(request::header);
            HttpResponse<Void> answer =
                    client.send(request.build(), HttpResponse.BodyHandlers.discarding());
            if (answer.statusCode() / 100 == 2) {
                sent.increment(batch.size());
                return;
            }
            LOG.warn("traces were not taken: {} answered {}", endpoint, answer.statusCode());
        } catch (IOException | RuntimeException e) {
            LOG.warn("traces could not be sent to {}: {}", endpoint, e.toString());
        }
        dropped.increment(batch.size());
    }
}
