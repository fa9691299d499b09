package dev.meterlark.invocation;

import java.util.Optional;

/**
 * Heeds what a function says of the single events of a batch that a trigger handed over in order:
 * the batch is tried again from the first that failed on. Whoever has triggers implements it. Pure:
 * asks nobody, keeps nothing, never blocks.
 */
public interface BatchAnswers {

    /**
     * What is to be run again.
     *
     * @param event shorter than before when some of it is done
     * @param message how many failed, for people
     */
    record Remaining(byte[] event, String message) {}

    /**
     * @param event of a trigger
     * @param answer of an attempt that succeeded
     * @return empty when all of it is done
     */
    Optional<Remaining> remaining(Event event, byte[] answer);
}
