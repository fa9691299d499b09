package dev.meterlark.storage.bucket;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/**
 * The checksum that bytes are to have.
 *
 * @param form of the object that comes in parts; null for what is usual for the algorithm
 * @param value in base64, asked for after the last byte, because it may come behind them; null when
 *     nobody says it, and it is computed and kept
 */
public record ChecksumTerms(
        ChecksumAlgorithm algorithm,
        @Nullable ChecksumForm form,
        Supplier<@Nullable String> value) {

    /** Computed and kept. */
    public static ChecksumTerms computed(ChecksumAlgorithm algorithm) {
        return new ChecksumTerms(algorithm, null, () -> null);
    }

    public static ChecksumTerms of(ChecksumAlgorithm algorithm, String value) {
        return new ChecksumTerms(algorithm, null, () -> value);
    }
}
