package dev.meterlark.cli;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Closes a stream on which nothing was heard for too long: a dead connection says nothing. */
final class Silence implements AutoCloseable {

    private final InputStream stream;
    private final Duration longest;
    private final Thread watch;
    private volatile long heard = System.nanoTime();

    Silence(InputStream stream, Duration longest) {
        this.stream = stream;
        this.longest = longest;
        this.watch = Thread.ofVirtual().name("silence").start(this::watch);
    }

    /** Something was heard. */
    void broken() {
        heard = System.nanoTime();
    }

    private void watch() {
        try {
            while (System.nanoTime() - heard < longest.toNanos()) {
                Thread.sleep(longest.dividedBy(10));
            }
            stream.close();
        } catch (InterruptedException e) {
            // The stream has ended by itself.
        } catch (IOException e) {
            // Then it is closed, which is what was wanted.
        }
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
