package dev.meterlark.trigger.schedule;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What becomes of a tick while the call of the one before has not ended. */
enum Overlap {
    /** It fires. */
    ALLOW,
    /** It is missed. */
    SKIP,
    /** One waits until the call has ended; more than one are missed. */
    BUFFER;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Overlap> of(String wireName) {
        return Arrays.stream(values()).filter(each -> each.wireName().equals(wireName)).findFirst();
    }
}
