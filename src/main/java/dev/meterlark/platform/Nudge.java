package dev.meterlark.platform;

import org.springframework.stereotype.Component;

import java.time.Duration;

/**
 * Wakes the one loop that carries. Guarded by its monitor; a nudge that comes while nobody waits is
 * kept for who waits next.
 */
@Component
class Nudge {

    private boolean given;

    synchronized void give() {
        given = true;
        notifyAll();
    }

    /** Returns at a nudge or when the time is over, whichever is first. */
    synchronized void await(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        for (long left = most.toNanos(); !given && left > 0; left = end - System.nanoTime()) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
        given = false;
    }
}
