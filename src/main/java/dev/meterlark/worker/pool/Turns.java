package dev.meterlark.worker.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One lock, and what is to be done when it is free again: those who are told something may come
 * back at once, and must not do so in the middle of a change.
 */
final class Turns {

    private final Object lock = new Object();

    /** In the order in which they are to be done. */
    private List<Runnable> deeds = new ArrayList<>();

    private final Runnable afterEach;

    /**
     * @param afterEach done after every change, under the lock
     */
    Turns(Runnable afterEach) {
        this.afterEach = afterEach;
    }

    <T> T change(Supplier<T> change) {
        T result;
        List<Runnable> todo;
        synchronized (lock) {
            result = change.get();
            afterEach.run();
            todo = takeDeeds();
        }
        todo.forEach(Runnable::run);
        return result;
    }

    private List<Runnable> takeDeeds() {
        if (deeds.isEmpty()) {
            return List.of();
        }
        List<Runnable> taken = deeds;
        deeds = new ArrayList<>();
        return taken;
    }

    void act(Runnable change) {
        change(
                () -> {
                    change.run();
                    return true;
                });
    }

    <T> T read(Supplier<T> reading) {
        synchronized (lock) {
            return reading.get();
        }
    }

    /** Only within a change. */
    void later(Runnable deed) {
        deeds.add(deed);
    }
}
