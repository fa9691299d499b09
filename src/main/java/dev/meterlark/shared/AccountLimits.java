package dev.meterlark.shared;

/**
 * What one account may use at once.
 *
 * @param concurrency calls running at the same moment, over all functions
 * @param functions functions that may exist
 * @param codeBytes bytes of all stored code packages
 */
public record AccountLimits(int concurrency, int functions, long codeBytes) {

    public static final AccountLimits DEFAULT = new AccountLimits(100, 1_000, 10L << 30);

    public AccountLimits {
        if (concurrency < 0 || functions < 0 || codeBytes < 0) {
            throw new IllegalArgumentException(
                    "account limits must not be negative: concurrency %d, functions %d, code bytes %d"
                            .formatted(concurrency, functions, codeBytes));
        }
    }
}
