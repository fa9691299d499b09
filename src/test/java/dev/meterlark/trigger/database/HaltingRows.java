package dev.meterlark.trigger.database;

import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.trigger.Ownership;
import dev.meterlark.trigger.TriggerId;

import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/**
 * Keeps positions for an owner that dies at a step: from then on nothing of it is written. Stands
 * for the durable steps {@code database.accepted}, {@code database.moving} and {@code
 * database.moved}: between the first two nothing becomes durable.
 */
final class HaltingRows extends PositionRows {

    enum Step {
        /** What was handed over is accepted, and the position does not say so. */
        MOVING,
        /** It does, and nobody heard of it. */
        MOVED
    }

    private final Step step;
    private final int halts;
    private final CountDownLatch halted = new CountDownLatch(1);
    private int passings;

    /**
     * @param halts at which passing of the step
     */
    HaltingRows(ScratchDatabase database, Step step, int halts) {
        super(database.client(), database.transactions(), InstantSource.system());
        this.step = step;
        this.halts = halts;
    }

    @Override
    synchronized void move(TriggerId trigger, Ownership ownership, byte[] position) {
        passings++;
        haltAt(Step.MOVING);
        super.move(trigger, ownership, position);
        haltAt(Step.MOVED);
    }

    private void haltAt(Step here) {
        if (passings > halts || (passings == halts && step == here)) {
            halted.countDown();
            throw new LostException();
        }
    }

    boolean isHalted() {
        return halted.getCount() == 0;
    }
}
