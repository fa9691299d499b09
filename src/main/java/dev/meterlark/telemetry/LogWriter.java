package dev.meterlark.telemetry;

import dev.meterlark.invocation.CallLog;
import dev.meterlark.invocation.LogSink;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Writes logs from one thread, so that a call never waits for the database and positions are in the
 * order of writing. What cannot be written is dropped and counted.
 */
@Component
class LogWriter implements LogSink, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);
    private static final int BATCH = 200;
    private static final int TRIES = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final LogQueue queue;
    private final StoredLogs logs;
    private final LogFollowers followers;
    private final int maxBytes;
    private final Counter dropped;
    private volatile boolean running;
    private volatile CountDownLatch stopping = new CountDownLatch(1);
    private Thread thread = new Thread(this::writeUntilStopped);

    LogWriter(
            TelemetryProperties properties,
            StoredLogs logs,
            LogFollowers followers,
            MeterRegistry metrics) {
        this.queue = new LogQueue(properties.logQueueBytes().toBytes());
        this.maxBytes = (int) properties.logBytesPerCall().toBytes();
        this.logs = logs;
        this.followers = followers;
        this.dropped =
                Counter.builder("meterlark.telemetry.logs.dropped")
                        .description("logs of calls that were not kept")
                        .register(metrics);
    }

    @Override
    public void accept(CallLog log) {
        if (log.text().length > 0 || log.truncatedBytes() > 0) {
            dropped.increment(queue.add(bounded(log)));
        }
    }

    @Override
    public void start() {
        running = true;
        stopping = new CountDownLatch(1);
        thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("telemetry-logs")
                        .unstarted(this::writeUntilStopped);
        thread.start();
    }

    /** Writes what waits, for a while. */
    @Override
    public void stop() {
        running = false;
        stopping.countDown();
        try {
            thread.join(LAST_WORDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After the web server, whose last calls still print. */
    @Override
    public int getPhase() {
        return 0;
    }

    private void writeUntilStopped() {
        try {
            while (running || !queue.isEmpty()) {
                List<CallLog> batch = queue.take(BATCH, running ? PATIENCE : Duration.ofMillis(1));
                if (!batch.isEmpty()) {
                    write(batch);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Whatever the database does, the loop goes on; between two tries it waits, unless it stops.
     */
    private void write(List<CallLog> batch) throws InterruptedException {
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            try {
                logs.add(batch);
                followers.wake(batch);
                return;
            } catch (RuntimeException e) {
                LOG.warn("logs of {} calls could not be written", batch.size(), e);
                stopping.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
        dropped.increment(batch.size());
    }

    private CallLog bounded(CallLog log) {
        int length = log.text().length;
        return length <= maxBytes
                ? log
                : new CallLog(
                        log.invocation(),
                        log.attempt(),
                        log.account(),
                        log.function(),
                        log.functionName(),
                        log.version(),
                        log.endedAt(),
                        Arrays.copyOf(log.text(), maxBytes),
                        log.truncatedBytes() + length - maxBytes);
    }
}
