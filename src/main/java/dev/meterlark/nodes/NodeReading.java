package dev.meterlark.nodes;

import java.util.List;

/**
 * What a node says of itself at one moment.
 *
 * @param name of its machine
 * @param busy sandboxes with a call, or being made
 * @param idle sandboxes kept for the next call
 * @param blank sandboxes of a runtime that belong to nobody yet
 * @param waiting calls without a sandbox
 * @param sandboxBytes that the sandboxes may take
 * @param inHand asynchronous calls that it has leased and not settled
 * @param oldestDueSeconds how long the longest has been due that is not running
 * @param calls that ran here since its start, however they ended
 * @param tier of isolation
 * @param runtimes by their names
 */
public record NodeReading(
        String name,
        int processors,
        long heapBytes,
        long mostHeapBytes,
        long busy,
        long idle,
        long blank,
        long waiting,
        long sandboxBytes,
        long inHand,
        double oldestDueSeconds,
        long calls,
        String tier,
        List<String> runtimes) {}
