package dev.meterlark.worker.sandbox;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.time.Duration;

/**
 * Sandboxes that are started before anyone asks.
 *
 * @param enabled whether there are any
 * @param memory most memory that all of them take while they wait
 * @param most of one runtime and memory size
 * @param firstAfter how long after the runtimes were found the first is made, so that the platform
 *     starts undisturbed
 * @param window how long a demand is remembered: as many wait as were wanted at its busiest moment
 * @param startTimeout after this one that has not reported is given up
 */
record BlankProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("512MB") DataSize memory,
        @DefaultValue("8") int most,
        @DefaultValue("2s") Duration firstAfter,
        @DefaultValue("5m") Duration window,
        @DefaultValue("30s") Duration startTimeout) {

    BlankProperties {
        between("memory", memory.toMegabytes() + "MB", memory.toMegabytes(), 16, 1 << 20);
        between("most", String.valueOf(most), most, 1, 1000);
        between("first-after", firstAfter.toString(), firstAfter.toMillis(), 0, 3_600_000);
        between("window", window.toString(), window.toSeconds(), 1, 86_400);
        between("start-timeout", startTimeout.toString(), startTimeout.toSeconds(), 1, 300);
    }

    /** Both ends are said in the key's own unit: megabytes, pieces, milliseconds or seconds. */
    private static void between(String key, String given, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "meterlark.sandbox.blank.%s must be %d to %d, was: %s"
                            .formatted(key, least, most, given));
        }
    }
}
