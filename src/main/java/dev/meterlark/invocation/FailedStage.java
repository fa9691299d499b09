package dev.meterlark.invocation;

import org.jspecify.annotations.Nullable;

/**
 * Where a run of a pipeline ended early.
 *
 * @param number of the stage, from 1
 * @param name of what it calls
 * @param element of a fan-out, from 0; null when the stage runs once
 */
public record FailedStage(int number, String name, @Nullable Integer element) {

    /** {@code stage 2 (enrich), element 7}. */
    @Override
    public String toString() {
        String stage = "stage %d (%s)".formatted(number, name);
        return element == null ? stage : stage + ", element " + element;
    }
}
