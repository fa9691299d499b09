package dev.meterlark.metering;

import org.jspecify.annotations.Nullable;

/** Which attempts usage is read of. */
public enum UsageFilter {
    ALL(null) {
        @Override
        boolean takes(UsageKey key) {
            return true;
        }
    },

    /** By whoever's fault. */
    FAILED(UsageGrouping.OUTCOME) {
        @Override
        boolean takes(UsageKey key) {
            return key.fault() != null;
        }
    },

    /** Those that loaded their function first. */
    COLD(UsageGrouping.COLD) {
        @Override
        boolean takes(UsageKey key) {
            return Boolean.TRUE.equals(key.cold());
        }
    };

    /** What a key has to be split by to be told apart. */
    final @Nullable UsageGrouping by;

    UsageFilter(@Nullable UsageGrouping by) {
        this.by = by;
    }

    abstract boolean takes(UsageKey key);
}
