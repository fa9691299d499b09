package dev.meterlark;

import org.awaitility.Awaitility;
import org.awaitility.pollinterval.IterativePollInterval;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.time.Duration;
import java.util.NoSuchElementException;

/**
 * Most of what tests wait for is there in some milliseconds, and is then not asked for after 100
 * only; whoever has to wait for long asks ever less often. What is not in a list yet is asked for
 * again like what is not as it should be.
 */
public final class AskedSoon implements BeforeAllCallback {

    private static final Duration FIRST = Duration.ofMillis(10);
    private static final Duration LAST = Duration.ofMillis(100);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultPollDelay(FIRST);
        Awaitility.setDefaultPollInterval(
                IterativePollInterval.iterative(AskedSoon::longer, FIRST));
        Awaitility.ignoreExceptionsByDefaultMatching(AskedSoon::isNotThereYet);
    }

    /** The first of a list, say; whatever else fails, a process that is gone, ends the waiting. */
    private static boolean isNotThereYet(Throwable thrown) {
        return thrown instanceof NoSuchElementException
                || thrown instanceof IndexOutOfBoundsException
                || thrown instanceof NullPointerException;
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LAST) < 0 ? twice : LAST;
    }
}
