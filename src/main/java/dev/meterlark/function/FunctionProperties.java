package dev.meterlark.function;

import dev.meterlark.function.packages.PackageLimits;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.time.Duration;

/**
 * What a function may ask for.
 *
 * @param maxMemory most memory of one sandbox
 * @param maxTimeout longest a call may run, in whole seconds
 * @param uploadSize largest upload
 * @param unpackedSize most that a package may hold, unpacked
 * @param entries most files and folders in a package
 * @param textSize largest file of a package that is shown and changed as text, and largest source
 *     that is compiled
 * @param environmentSize largest environment, names and values together
 * @param unusedPackagesFor how long a package is kept that no function has any more
 * @param housekeepingEvery how often such packages are looked for
 * @param maxVersions most published versions of one function
 * @param maxAliases most aliases of one function
 * @param aliasMoves how many moves of an alias are remembered, at least the two that a roll-back
 *     needs
 * @param maxSavedEvents most events that are kept to call one function with
 * @param savedEventSize largest of those
 */
@ConfigurationProperties("meterlark.function")
record FunctionProperties(
        @DefaultValue("10240MB") DataSize maxMemory,
        @DefaultValue("15m") Duration maxTimeout,
        @DefaultValue("50MB") DataSize uploadSize,
        @DefaultValue("250MB") DataSize unpackedSize,
        @DefaultValue("50000") int entries,
        @DefaultValue("512KB") DataSize textSize,
        @DefaultValue("4KB") DataSize environmentSize,
        @DefaultValue("1h") Duration unusedPackagesFor,
        @DefaultValue("10m") Duration housekeepingEvery,
        @DefaultValue("1000") int maxVersions,
        @DefaultValue("100") int maxAliases,
        @DefaultValue("200") int aliasMoves,
        @DefaultValue("50") int maxSavedEvents,
        @DefaultValue("256KB") DataSize savedEventSize) {

    /** Less than this no runtime starts with. */
    static final int MIN_MEMORY_MIB = 128;

    /** As a plain zip counts them. */
    private static final int MOST_ENTRIES = 65_535;

    /** A source goes to its compiler as an event. */
    private static final DataSize MOST_TEXT = DataSize.ofMegabytes(4);

    /** As much as a call may be made with later. */
    private static final DataSize MOST_SAVED = DataSize.ofMegabytes(1);

    FunctionProperties {
        atLeast("max-memory", maxMemory.toMegabytes(), MIN_MEMORY_MIB, maxMemory);
        atLeast("max-timeout", maxTimeout.toSeconds(), 1, maxTimeout);
        atLeast("upload-size", uploadSize.toBytes(), 1, uploadSize);
        atLeast("unpacked-size", unpackedSize.toBytes(), 1, unpackedSize);
        atLeast("entries", entries, 1, entries);
        if (entries > MOST_ENTRIES) {
            throw new IllegalArgumentException(
                    "meterlark.function.entries must be at most %d, was: %d"
                            .formatted(MOST_ENTRIES, entries));
        }
        atLeast("text-size", textSize.toBytes(), 1, textSize);
        if (textSize.compareTo(MOST_TEXT) > 0) {
            throw new IllegalArgumentException(
                    "meterlark.function.text-size must be at most %s, was: %s"
                            .formatted(MOST_TEXT, textSize));
        }
        atLeast("environment-size", environmentSize.toBytes(), 0, environmentSize);
        atLeast("unused-packages-for", unusedPackagesFor.toSeconds(), 0, unusedPackagesFor);
        atLeast("housekeeping-every", housekeepingEvery.toMillis(), 1, housekeepingEvery);
        atLeast("max-versions", maxVersions, 1, maxVersions);
        atLeast("max-aliases", maxAliases, 1, maxAliases);
        atLeast("alias-moves", aliasMoves, 2, aliasMoves);
        atLeast("max-saved-events", maxSavedEvents, 0, maxSavedEvents);
        atLeast("saved-event-size", savedEventSize.toBytes(), 1, savedEventSize);
        if (savedEventSize.compareTo(MOST_SAVED) > 0) {
            throw new IllegalArgumentException(
                    "meterlark.function.saved-event-size must be at most %s, was: %s"
                            .formatted(MOST_SAVED, savedEventSize));
        }
    }

    PackageLimits packageLimits() {
        return new PackageLimits(uploadSize.toBytes(), unpackedSize.toBytes(), entries);
    }

    int maxMemoryMiB() {
        return Math.toIntExact(maxMemory.toMegabytes());
    }

    private static void atLeast(String name, long value, long least, Object shown) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "meterlark.function.%s must be at least %d, was: %s"
                            .formatted(name, least, shown));
        }
    }
}
