package dev.meterlark.trigger.database;

import dev.meterlark.trigger.Ownership;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Held until a test takes it away. */
final class TestOwnership implements Ownership {

    private final List<Runnable> whenLost = new ArrayList<>();
    private boolean lost;

    @Override
    public synchronized boolean isHeld() {
        return !lost;
    }

    @Override
    public long epoch() {
        return 1;
    }

    @Override
    public boolean guard() {
        return isHeld();
    }

    @Override
    public synchronized void whenLost(Runnable then) {
        whenLost.add(then);
    }

    @Override
    public synchronized boolean pause(Duration longest) throws InterruptedException {
        if (!lost) {
            wait(Math.max(1, longest.toMillis()));
        }
        return !lost;
    }

    synchronized void lose() {
        lost = true;
        notifyAll();
        whenLost.forEach(Runnable::run);
    }
}
