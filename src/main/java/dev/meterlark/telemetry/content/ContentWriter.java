package dev.meterlark.telemetry.content;

import dev.meterlark.invocation.CallContent;
import dev.meterlark.invocation.ContentSink;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Writes events and answers from one thread, so that a call never waits for the database. The queue
 * has room for so many of the largest; what does not fit, or cannot be written, is dropped and
 * counted.
 */
@Component
class ContentWriter implements ContentSink, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ContentWriter.class);
    private static final int BATCH = 100;
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final ContentRows rows;
    private final ContentSettings settings;
    private final BlockingQueue<ContentRows.Entry> queue;
    private final PerSecond succeeded;
    private final PerSecond failed;
    private final int bytesEach;
    private final boolean enabled;
    private final Counter dropped;
    private volatile boolean running;
    private Thread thread = new Thread(this::writeUntilStopped);

    ContentWriter(
            ContentRows rows,
            ContentSettings settings,
            ContentProperties properties,
            MeterRegistry metrics) {
        this.rows = rows;
        this.settings = settings;
        this.bytesEach = (int) properties.bytesEach().toBytes();
        this.queue =
                new ArrayBlockingQueue<>(
                        (int) Math.max(1, properties.queueBytes().toBytes() / (2L * bytesEach)));
        this.succeeded = new PerSecond(properties.perSecond());
        this.failed = new PerSecond(properties.perSecond());
        this.enabled = properties.enabled();
        this.dropped =
                Counter.builder("meterlark.telemetry.content.dropped")
                        .description("events and answers of calls that were not kept")
                        .register(metrics);
    }

    @Override
    public void accept(CallContent content) {
        PerSecond allowed = content.failed() ? failed : succeeded;
        if (!enabled
                || !settings.keeps(content.account())
                || !allowed.take(content.function(), content.endedAt())) {
            return;
        }
        if (!queue.offer(entry(content))) {
            dropped.increment();
        }
    }

    /** Holds nothing of a body that is larger than what is kept of it. */
    private ContentRows.Entry entry(CallContent content) {
        byte[] answer = content.answer();
        return new ContentRows.Entry(
                content.account(),
                content.endedAt(),
                new KeptContent(
                        content.invocation(),
                        content.attempt(),
                        begun(content.event()),
                        content.eventType(),
                        content.event().length,
                        answer == null ? null : begun(answer),
                        content.answerType(),
                        answer == null ? 0 : answer.length));
    }

    private byte[] begun(byte[] whole) {
        return whole.length <= bytesEach ? whole : Arrays.copyOf(whole, bytesEach);
    }

    @Override
    public void start() {
        running = true;
        thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("telemetry-content")
                        .unstarted(this::writeUntilStopped);
        thread.start();
    }

    /** Writes what waits, for a while. */
    @Override
    public void stop() {
        running = false;
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

    /** After the web server, whose last calls are kept too. */
    @Override
    public int getPhase() {
        return 0;
    }

    private void writeUntilStopped() {
        try {
            while (running || !queue.isEmpty()) {
                write(batch(queue.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<ContentRows.Entry> batch(ContentRows.@Nullable Entry first) {
        List<ContentRows.Entry> batch = new ArrayList<>();
        if (first != null) {
            batch.add(first);
            queue.drainTo(batch, BATCH - 1);
        }
        batch.removeIf(each -> !settings.keeps(each.account()));
        return batch;
    }

    /** Whatever the database does, the loop goes on. */
    private void write(List<ContentRows.Entry> batch) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            rows.add(batch);
        } catch (RuntimeException e) {
            LOG.warn("events and answers of {} calls could not be written", batch.size(), e);
            dropped.increment(batch.size());
        }
    }
}
