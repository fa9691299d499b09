package dev.meterlark.trigger.schedule;

import org.springframework.stereotype.Component;

import java.time.Duration;

/** What the loop waits on; guarded by its monitor. Waking nobody is kept for who waits next. */
@Component
class Wake {

    private boolean woken;

    synchronized void up() {
        woken = true;
        notifyAll();
    }

    /** Until somebody wakes it, or so long. */
    synchronized void await(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        for (long left = longest.toNanos(); !woken && left > 0; left = end - System.nanoTime()) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
        woken = false;
    }
}
