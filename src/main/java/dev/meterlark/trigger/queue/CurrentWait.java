package dev.meterlark.trigger.queue;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Future;

/**
 * What a feed waits for just now, to be called off when its trigger is another's. Guarded by its
 * monitor; once ended it stays so.
 */
final class CurrentWait {

    private @Nullable Future<?> current;
    private boolean ended;

    synchronized boolean isEnded() {
        return ended;
    }

    synchronized void become(Future<?> wait) {
        current = wait;
        if (ended) {
            wait.cancel(false);
        }
    }

    void end() {
        Future<?> wait;
        synchronized (this) {
            ended = true;
            wait = current;
        }
        if (wait != null) {
            wait.cancel(false);
        }
    }
}
