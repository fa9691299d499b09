package dev.meterlark.trigger;

import java.time.Duration;

/** That this node, and no other, works for a trigger. Used by any thread. */
public interface Ownership {

    /** False for ever once it is lost, or the trigger was changed, paused or deleted. */
    boolean isHeld();

    /** Grows with each owner. */
    long epoch();

    /**
     * Whether it is held, inside a transaction that writes what only the owner may write; if so,
     * nobody takes over before that ends.
     */
    boolean guard();

    /** Runs it once it is lost, on some thread; at once when it is already. Must not block. */
    void whenLost(Runnable then);

    /**
     * Waits until it is lost, at most for so long.
     *
     * @return whether it is still held
     */
    boolean pause(Duration longest) throws InterruptedException;
}
