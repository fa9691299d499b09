package dev.meterlark.edge;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.time.Duration;

/**
 * Requests with an Idempotency-Key.
 *
 * @param kept how long an answer is kept
 * @param longestRequest after this, a request without an answer counts as lost with its process;
 *     longer than the longest call
 * @param largestBody of a request with a key
 * @param largestAnswer that is kept
 */
@ConfigurationProperties("meterlark.idempotency")
record IdempotencyProperties(
        @DefaultValue("24h") Duration kept,
        @DefaultValue("20m") Duration longestRequest,
        @DefaultValue("8MB") DataSize largestBody,
        @DefaultValue("8MB") DataSize largestAnswer) {

    IdempotencyProperties {
        if (longestRequest.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException(
                    "meterlark.idempotency.longest-request must be at least 1m, was: "
                            + longestRequest);
        }
        if (kept.compareTo(longestRequest) < 0) {
            throw new IllegalArgumentException(
                    "meterlark.idempotency.kept must not be below meterlark.idempotency.longest-request (%s), was: %s"
                            .formatted(longestRequest, kept));
        }
        positive("largest-body", largestBody);
        positive("largest-answer", largestAnswer);
    }

    private static void positive(String key, DataSize size) {
        if (size.toBytes() < 1 || size.toMegabytes() > 1_024) {
            throw new IllegalArgumentException(
                    "meterlark.idempotency.%s must be 1 byte to 1GB, was: %s".formatted(key, size));
        }
    }
}
