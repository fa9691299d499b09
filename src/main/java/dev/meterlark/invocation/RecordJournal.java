package dev.meterlark.invocation;

import dev.meterlark.invocation.journal.Journal;
import dev.meterlark.invocation.journal.JournalBounds;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * The journal of records below the data folder. It takes records from when it is made, and hands
 * them on while the application runs.
 */
@Component
class RecordJournal implements Backlog, SmartLifecycle, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(RecordJournal.class);

    private final Journal<InvocationRecord> journal;
    private final ObjectProvider<RecordSink> sinks;
    private final boolean unmetered;
    private volatile boolean running;

    RecordJournal(
            InvocationProperties properties,
            @Value("${meterlark.data}") Path data,
            ObjectProvider<RecordSink> sinks,
            MeterRegistry metrics)
            throws IOException {
        this.journal = new Journal<>(data.resolve("journal"), bounds(properties.journal()));
        this.sinks = sinks;
        this.unmetered = properties.unsafeUnmetered();
        if (unmetered) {
            LOG.warn(
                    "meterlark.invocation.unsafe-unmetered is set: no call is recorded or billed."
                            + " Only the benchmark may run like this.");
        }
        Gauge.builder("meterlark.journal.lag", journal, Journal::lagBytes)
                .description("recorded, but not yet in the database")
                .baseUnit("bytes")
                .register(metrics);
        Gauge.builder("meterlark.journal.size", journal, Journal::bytes)
                .description("what the journal takes on disk")
                .baseUnit("bytes")
                .register(metrics);
        FunctionCounter.builder("meterlark.journal.damaged", journal, Journal::quarantined)
                .description("stretches of the journal put aside because they could not be read")
                .register(metrics);
    }

    /**
     * The promise is kept when the record is on the disk, and fails when it is not known to be.
     * Whoever continues there must not block: the records of all calls wait for it.
     */
    CompletableFuture<Void> append(InvocationRecord record) {
        return unmetered
                ? CompletableFuture.completedFuture(null)
                : journal.appendLater(RecordCodec.encode(record));
    }

    boolean hasRoom() {
        return journal.hasRoom();
    }

    @Override
    public boolean isDelivered() {
        return journal.hasHandedOnWhatItFound();
    }

    @Override
    public void start() {
        journal.follow(new RecordDelivery(sinks.orderedStream().toList()));
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        destroy();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** From before the web server begins until after it has ended. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public void destroy() {
        try {
            journal.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the journal could not be closed", e);
        }
    }

    private static JournalBounds bounds(InvocationProperties.JournalProperties properties) {
        return new JournalBounds(
                properties.segmentSize().toBytes(),
                properties.maxSize().toBytes(),
                properties.batch(),
                properties.firstRetry(),
                properties.longestRetry(),
                properties.longestRest());
    }
}
