package dev.meterlark.storage.bucket;

import dev.meterlark.shared.AccountId;

import java.time.Instant;

/**
 * An object was written or deleted.
 *
 * @param object as it is now; of a deletion, as it was
 * @param sequencer of two changes of one key the later has the greater, as text
 */
public record ObjectChange(
        AccountId account, How how, ObjectFacts object, String sequencer, Instant at) {

    /** What was done. */
    public enum How {
        PUT,
        COPIED,
        COMPLETED,
        DELETED
    }
}
