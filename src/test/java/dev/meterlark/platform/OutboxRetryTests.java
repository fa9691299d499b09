package dev.meterlark.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;

class OutboxRetryTests {

    private static final Instant PUT = Instant.parse("2026-11-01T00:00:00Z");

    private final OutboxRetry retry =
            new OutboxRetry(
                    Duration.ofSeconds(1), Duration.ofMinutes(15), Duration.ofHours(24), 200);

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "5, 16", "10, 512", "11, 900", "60, 900", "199, 900"})
    void thePauseDoublesUpToTheLongest(int attempts, int seconds) {
        assertThat(retry.next(PUT, attempts, null, 0, PUT)).isEqualTo(PUT.plusSeconds(seconds));
        assertThat(retry.next(PUT, attempts, null, 1, PUT))
                .as("by chance up to a half shorter")
                .isEqualTo(PUT.plusMillis(seconds * 500L));
    }

    @Test
    void whatTheReceiverAsksForIsHonouredUpToTheLongest() {
        assertThat(retry.next(PUT, 1, Duration.ofSeconds(40), 0, PUT))
                .isEqualTo(PUT.plusSeconds(40));
        assertThat(retry.next(PUT, 6, Duration.ofSeconds(1), 0, PUT))
                .isEqualTo(PUT.plusSeconds(32));
        assertThat(retry.next(PUT, 1, Duration.ofDays(900), 0, PUT))
                .isEqualTo(PUT.plusSeconds(900));
    }

    @Test
    void itIsGivenUpAfterItsTimeOrItsAttempts() {
        assertThat(retry.next(PUT, 3, null, 0, PUT.plus(Duration.ofHours(24)))).isNull();
        assertThat(retry.next(PUT, 200, null, 0, PUT)).isNull();
        assertThat(retry.next(PUT, 3, null, 0, PUT.plus(Duration.ofHours(23)))).isNotNull();
    }
}
