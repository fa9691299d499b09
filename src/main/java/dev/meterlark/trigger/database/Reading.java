package dev.meterlark.trigger.database;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.format.Json;
import io.debezium.engine.spi.OffsetCommitPolicy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The engine at work for one trigger, on threads of its own that end with it. */
final class Reading implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Reading.class);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

    private final DebeziumEngine<ChangeEvent<String, String>> engine;
    private final Thread thread;
    private final CompletableFuture<Boolean> ended;
    private final Duration stopTimeout;

    private Reading(
            DebeziumEngine<ChangeEvent<String, String>> engine,
            Thread thread,
            CompletableFuture<Boolean> ended,
            Duration stopTimeout) {
        this.engine = engine;
        this.thread = thread;
        this.ended = ended;
        this.stopTimeout = stopTimeout;
    }

    static Reading begin(
            Properties settings, Following following, String name, Duration stopTimeout) {
        var ended = new CompletableFuture<Boolean>();
        DebeziumEngine<ChangeEvent<String, String>> engine =
                DebeziumEngine.create(Json.class)
                        .using(settings)
                        .using(Reading.class.getClassLoader())
                        .using(OffsetCommitPolicy.always())
                        .using(
                                (success, message, error) -> {
                                    if (error == null) {
                                        ended.complete(success);
                                    } else {
                                        ended.completeExceptionally(error);
                                    }
                                })
                        .notifying(following)
                        .build();
        Thread thread =
                Thread.ofPlatform()
                        .name("database-" + name)
                        .daemon(true)
                        .unstarted(
                                () -> {
                                    try {
                                        engine.run();
                                    } finally {
                                        ended.complete(false);
                                    }
                                });
        thread.setContextClassLoader(Reading.class.getClassLoader());
        thread.start();
        return new Reading(engine, thread, ended, stopTimeout);
    }

    /** Something of the platform's own failed under it. */
    void fail(Throwable why) {
        ended.completeExceptionally(why);
    }

    /**
     * Waits for its end, at most for so long.
     *
     * @return whether it still reads
     * @throws TroubleException when it ended because something did not work
     */
    boolean reads(Duration longest) throws InterruptedException {
        try {
            ended.get(longest.toNanos(), TimeUnit.NANOSECONDS);
            return false;
        } catch (TimeoutException e) {
            return true;
        } catch (ExecutionException e) {
            throw Troubles.of(e.getCause() == null ? e : e.getCause());
        }
    }

    /** The engine takes no word while it starts, and a second one badly while it stops. */
    @Override
    public void close() {
        long deadline = System.nanoTime() + stopTimeout.toNanos();
        boolean interrupted = Thread.interrupted();
        boolean told = false;
        while (thread.isAlive() && System.nanoTime() < deadline) {
            told = told || isTold();
            try {
                thread.join(BETWEEN_TRIES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (thread.isAlive()) {
            LOG.warn(
                    "the engine of {} does not end; its threads are interrupted", thread.getName());
            thread.interrupt();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isTold() {
        try {
            engine.close();
            return true;
        } catch (IllegalStateException e) {
            return false;
        } catch (IOException e) {
            LOG.warn("the engine of {} could not be ended", thread.getName(), e);
            return true;
        }
    }
}
