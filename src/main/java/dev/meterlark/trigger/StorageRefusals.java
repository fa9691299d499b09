package dev.meterlark.trigger;

import dev.meterlark.platform.Carried;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.RefusedException;

/** What a refusal by storage means for a notice. */
final class StorageRefusals {

    private StorageRefusals() {}

    /** What is missing may be made, and what is full may become empty. */
    static Carried carried(RefusedException refusal) {
        boolean passes =
                refusal.code().retryable()
                        || refusal.code().fault() == Fault.PLATFORM
                        || refusal.code() == ErrorCode.LIMIT_REACHED
                        || refusal.code() == ErrorCode.NOT_FOUND;
        return passes
                ? new Carried.Failed(refusal.publicText(), refusal.retryAfter())
                : new Carried.Hopeless(refusal.publicText());
    }
}
